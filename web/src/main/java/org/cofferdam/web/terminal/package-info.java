/**
 * Terminals. Entry points {@link org.cofferdam.web.terminal.TerminalsResource}, which opens and lists them, and {@link
 * org.cofferdam.web.terminal.TerminalResource}, the WebSocket that shows one.
 */
@NullMarked
package org.cofferdam.web.terminal;

import org.jspecify.annotations.NullMarked;
