package org.cofferdam.connector;

import java.util.List;
import java.util.Optional;

/**
 * A link to the container platform. Not for several threads at once. Each method blocks for one or more calls of the platform, each
 * with a deadline, and throws {@link org.cofferdam.protocol.error.SandboxException}: {@code runtime-unavailable} when the platform does not
 * answer, {@code runtime-error} when it refuses.
 */
public interface ContainerConnection extends AutoCloseable {

    /**
     * Makes the container and starts it; a container that exists is only started.
     *
     * @throws org.cofferdam.protocol.error.SandboxException also {@code image-not-found}
     */
    void launch(ContainerSpec spec);

    /** Starts a stopped container; a running one is left alone. */
    void start(ContainerId id);

    /** Ends the container's processes at once and keeps its files; a stopped or missing one is left alone. */
    void stop(ContainerId id);

    /** Freezes all processes. */
    void pause(ContainerId id);

    /** Thaws all processes. */
    void resume(ContainerId id);

    /** Removes the container with its files; a missing one is fine. */
    void remove(ContainerId id);

    /** The container, or empty when there is none. */
    Optional<ContainerInfo> find(ContainerId id);

    /** All containers that belong to this installation. */
    List<ContainerInfo> list();

    /**
     * A link to the agent of a started container. Opens no socket yet. It outlives this connection and is closed by the caller.
     *
     * @param token that the container was launched with
     */
    AgentLink agent(ContainerId id, String token);

    /** Asks the platform for a sign of life. */
    void ping();

    /** Gives the link back to its pool. */
    @Override
    void close();
}
