package org.cofferdam.connector;

import java.time.Instant;

/** News of a container from the platform; may come late, twice, or not at all while the platform was away. */
public sealed interface ContainerEvent {

    ContainerId id();

    Instant at();

    /** It runs. */
    record Started(ContainerId id, Instant at) implements ContainerEvent {}

    /** Its main process ended. */
    record Died(ContainerId id, Instant at, int exitCode) implements ContainerEvent {}

    /** A process in it was ended by the kernel for the container's memory limit. */
    record OomKilled(ContainerId id, Instant at) implements ContainerEvent {}

    /** It is gone, its files too. */
    record Removed(ContainerId id, Instant at) implements ContainerEvent {}
}
