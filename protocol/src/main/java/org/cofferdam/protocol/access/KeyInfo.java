package org.cofferdam.protocol.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key.
 *
 * @param key the secret itself; only in the answer that created it, null ever after
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyInfo(
        String id,
        String name,
        Set<Role> roles,
        Instant createdAt,
        @Nullable String key) {

    public KeyInfo {
        roles = Set.copyOf(roles);
    }
}
