package org.cofferdam.connector;

import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * A container as the platform sees it.
 *
 * @param oomKilled whether the kernel ended it for its memory
 */
public record ContainerInfo(SandboxId id, ContainerStatus status, boolean oomKilled) {}
