/**
 * Tar archives (pax of POSIX.1-2017, ustar, GNU) as streams: entry points {@link org.cofferdam.agent.archive.TarInput} and {@link
 * org.cofferdam.agent.archive.TarOutput}.
 */
@NullMarked
package org.cofferdam.agent.archive;

import org.jspecify.annotations.NullMarked;
