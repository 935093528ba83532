/** Terminals. Entry point {@link org.cofferdam.web.terminal.TerminalsResource}. */
@NullMarked
package org.cofferdam.web.terminal;

import org.jspecify.annotations.NullMarked;
