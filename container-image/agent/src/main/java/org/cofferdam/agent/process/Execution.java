package org.cofferdam.agent.process;

import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.jspecify.annotations.Nullable;

/** A way of running a process: as a program of its own, or in a session's shell. */
public interface Execution {

    /** Sends a signal to the process group, or what comes closest. */
    void signal(Signal signal);

    /**
     * Ends the whole tree: {@code signal}, and after the grace time KILL for what is left. Blocks until it has ended.
     *
     * @param reason the status that the process gets
     */
    void stop(ProcessStatus reason, Signal signal, long graceMillis);

    /** Its standard input, or null when that is empty. */
    @Nullable StdinPipe stdin();
}
