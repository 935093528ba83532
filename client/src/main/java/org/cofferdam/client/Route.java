package org.cofferdam.client;

import java.io.IOException;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.ProcessId;

/** A way to one sandbox's processes: requests, or a channel. An {@link IOException} says that it makes sense to try again. */
interface Route {

    /** Runs a command, or finds the process that the same request has started before. */
    EventReader start(ExecRequest request) throws IOException;

    /** Whether a command's standard input goes along with it; else {@link #writeStdin} has to follow. */
    boolean carriesStdin(ExecRequest request);

    /**
     * The events behind a position.
     *
     * @param after {@link EventSource#NOTHING} for all
     * @param lossless whether the process waits for this reader
     */
    EventReader follow(ProcessId process, long after, boolean lossless) throws IOException;

    /** Sends all of a process's standard input and its end; what it has got before is left out. */
    void writeStdin(ProcessId process, String text) throws IOException;

    /** What a caller sees of a request that could not be sent. */
    ConnectionException failure(IOException e);
}
