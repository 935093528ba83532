package org.cofferdam.connector;

import java.time.Instant;
import org.cofferdam.protocol.sandbox.SandboxId;

/** News of a container from the platform; may come late, twice, or not at all while the platform was away. */
public sealed interface ContainerEvent {

    SandboxId id();

    Instant at();

    /** It runs. */
    record Started(SandboxId id, Instant at) implements ContainerEvent {}

    /** Its main process ended. */
    record Died(SandboxId id, Instant at, int exitCode) implements ContainerEvent {}

    /** A process in it was ended by the kernel for the container's memory limit. */
    record OomKilled(SandboxId id, Instant at) implements ContainerEvent {}

    /** It is gone, its files too. */
    record Removed(SandboxId id, Instant at) implements ContainerEvent {}
}
