package org.cofferdam.connector;

/** How a container stands. */
public enum ContainerStatus {
    RUNNING,
    PAUSED,
    /** Made but not started, or ended: {@link ContainerConnection#start} runs it. */
    STOPPED
}
