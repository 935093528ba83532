/**
 * The output of one process, in order, numbered by bytes, bounded: entry point {@link org.cofferdam.agent.log.EventLog}.
 */
@NullMarked
package org.cofferdam.agent.log;

import org.jspecify.annotations.NullMarked;
