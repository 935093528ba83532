/** A process, its numbered event log and its end: entry point {@link org.cofferdam.protocol.process.ProcessEvent}. */
@NullMarked
package org.cofferdam.protocol.process;

import org.jspecify.annotations.NullMarked;
