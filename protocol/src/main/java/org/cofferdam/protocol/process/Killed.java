package org.cofferdam.protocol.process;

/** How many processes a kill ended. */
public record Killed(int killed) {}
