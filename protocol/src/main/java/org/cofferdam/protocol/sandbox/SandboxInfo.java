package org.cofferdam.protocol.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox as clients see it. Values of its environment are not shown.
 *
 * @param failure why it is {@code FAILED} or {@code STOPPED}, or null
 * @param lastActiveAt when it was last used, exact to some seconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SandboxInfo(
        SandboxId id,
        SandboxState state,
        String image,
        Map<String, String> labels,
        SleepAfter sleepAfter,
        ResourceLimits resources,
        NetworkMode network,
        Instant createdAt,
        Instant lastActiveAt,
        @Nullable String failure) {

    public SandboxInfo {
        labels = Map.copyOf(labels);
    }
}
