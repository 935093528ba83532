/** Terminals: processes that run in a pseudo-terminal and are watched by any number of viewers. */
@NullMarked
package org.cofferdam.protocol.terminal;

import org.jspecify.annotations.NullMarked;
