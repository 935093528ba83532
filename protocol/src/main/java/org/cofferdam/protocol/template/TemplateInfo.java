package org.cofferdam.protocol.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.jspecify.annotations.Nullable;

/**
 * A template as administrators see it: as it was given, but for the values of its environment.
 *
 * @param variables the names of its environment, sorted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateInfo(
        TemplateId id,
        @Nullable String image,
        List<String> variables,
        @Nullable SleepAfter sleepAfter,
        @Nullable ResourceLimits resources,
        @Nullable NetworkMode network,
        PoolSize pool,
        Instant createdAt) {}
