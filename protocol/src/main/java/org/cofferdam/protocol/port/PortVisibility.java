package org.cofferdam.protocol.port;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may use a preview URL. */
public enum PortVisibility {
    /** Whoever has the URL. */
    @JsonProperty("token")
    TOKEN,
    /** Whoever has the URL and sends an API key as well. */
    @JsonProperty("private")
    PRIVATE
}
