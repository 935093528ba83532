package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a process stands, or how it ended. */
public enum ProcessStatus {
    /** Waits for its turn in its session. */
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("running")
    RUNNING,
    /** Ended by itself; {@code exitCode} is what the kernel reported. */
    @JsonProperty("exited")
    EXITED,
    /** Ended by a signal that we did not send. */
    @JsonProperty("signaled")
    SIGNALED,
    /** Ended by us, for its time was up. */
    @JsonProperty("timed-out")
    TIMED_OUT,
    /** Ended by us, on request. */
    @JsonProperty("killed")
    KILLED,
    /** The sandbox's agent went away while it ran: nobody knows its end. */
    @JsonProperty("lost")
    LOST;

    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
