package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of the {@link SearchLimits} ended a search. */
public enum SearchLimit {
    @JsonProperty("matches")
    MATCHES,
    @JsonProperty("files")
    FILES,
    @JsonProperty("bytes")
    BYTES,
    @JsonProperty("millis")
    MILLIS
}
