package org.cofferdam.agent.process;

/**
 * The descriptors that a child gets as its first three, as numbers of ours.
 */
public record Stdio(int in, int out, int err) {}
