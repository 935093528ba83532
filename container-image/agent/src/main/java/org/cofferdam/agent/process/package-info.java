/**
 * Processes: how they begin, what they print, how they end. Entry point {@link org.cofferdam.agent.process.Processes}; {@link
 * org.cofferdam.agent.process.AgentProcess} is one, {@link org.cofferdam.agent.process.Reaper} and {@link
 * org.cofferdam.agent.process.Pump} are the two threads that all share.
 */
@NullMarked
package org.cofferdam.agent.process;

import org.jspecify.annotations.NullMarked;
