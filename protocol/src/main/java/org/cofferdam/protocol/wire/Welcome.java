package org.cofferdam.protocol.wire;

/**
 * The agent's answer to a good {@link Hello}.
 *
 * @param bootId changes whenever the agent, and with it the sandbox, started anew
 * @param configured whether {@link Operation#CONFIGURE} came since then
 */
public record Welcome(int version, String bootId, String agentVersion, boolean configured) {}
