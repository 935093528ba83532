package org.cofferdam.protocol.sandbox;

/**
 * The agent's sign of life.
 *
 * @param bootId changes whenever the sandbox's container started anew
 * @param uptimeMillis since the agent started
 */
public record Pong(String bootId, long uptimeMillis, String agentVersion) {}
