package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a run stands, or how it ended. */
public enum RunStatus {
    /** Waits for its turn in its context. */
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("ok")
    OK,
    /** It raised what nobody caught, or is not code of its language. */
    @JsonProperty("error")
    ERROR,
    /** Interrupted on request. */
    @JsonProperty("interrupted")
    INTERRUPTED,
    /** Its time was up. */
    @JsonProperty("timed-out")
    TIMED_OUT,
    /** Its kernel ended; where the run had not begun, before it. */
    @JsonProperty("kernel-died")
    KERNEL_DIED;

    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
