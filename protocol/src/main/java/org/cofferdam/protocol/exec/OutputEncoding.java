package org.cofferdam.protocol.exec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How output is written into JSON. */
public enum OutputEncoding {
    /** As text where it is UTF-8, else as base64. */
    @JsonProperty("utf-8")
    UTF_8,
    /** Always as base64. */
    @JsonProperty("base64")
    BASE64
}
