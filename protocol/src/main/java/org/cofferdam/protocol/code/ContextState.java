package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a context's kernel does now. */
public enum ContextState {
    /** Its kernel is not ready yet; runs wait. */
    @JsonProperty("starting")
    STARTING,
    @JsonProperty("idle")
    IDLE,
    @JsonProperty("busy")
    BUSY
}
