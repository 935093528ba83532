package org.cofferdam.protocol.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a sandbox can reach. */
public enum NetworkMode {
    /** The world outside, but neither the host nor other sandboxes. */
    @JsonProperty("outside")
    OUTSIDE,
    /** Nothing but itself. */
    @JsonProperty("none")
    NONE
}
