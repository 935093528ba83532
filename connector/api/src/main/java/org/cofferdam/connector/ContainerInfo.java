package org.cofferdam.connector;

/**
 * A container as the platform sees it.
 *
 * @param oomKilled whether the kernel ended it for its memory
 */
public record ContainerInfo(ContainerId id, ContainerStatus status, boolean oomKilled) {}
