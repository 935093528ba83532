package org.cofferdam.connector.contract;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.connector.adapter.RecordingEndpoints;

/** A platform that is there, and what a test must do behind its back. */
public interface PlatformUnderTest extends AutoCloseable {

    ContainerPlatform connections();

    /** Of sandboxes. */
    String image();

    /** Hears the platform's events from the first connection on. */
    RecordingEndpoints events();

    /** Where the agents' sockets are. */
    Path runDirectory();

    /** Where the sandbox's agent listens. */
    SocketAddress agentAddress(ContainerId id);

    /** Ends the container's main process, the agent, with KILL. */
    void killAgent(ContainerId id);

    @Override
    void close() throws IOException;
}
