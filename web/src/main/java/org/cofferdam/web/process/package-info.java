/** Processes: start, look, follow, signal, end. Entry point {@link org.cofferdam.web.process.ProcessesResource}. */
@NullMarked
package org.cofferdam.web.process;

import org.jspecify.annotations.NullMarked;
