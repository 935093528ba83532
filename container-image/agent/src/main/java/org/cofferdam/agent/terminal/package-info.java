/**
 * Terminals: processes in a pseudo-terminal, with viewers that come and go. Entry point {@link org.cofferdam.agent.terminal.Terminals}.
 */
@NullMarked
package org.cofferdam.agent.terminal;

import org.jspecify.annotations.NullMarked;
