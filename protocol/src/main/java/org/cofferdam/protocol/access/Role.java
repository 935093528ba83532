package org.cofferdam.protocol.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an API key may do. */
public enum Role {
    /** Use sandboxes. */
    @JsonProperty("user")
    USER,
    /** Also manage keys, templates and the pool. */
    @JsonProperty("admin")
    ADMIN
}
