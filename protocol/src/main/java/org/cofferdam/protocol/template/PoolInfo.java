package org.cofferdam.protocol.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A template's pool now.
 *
 * @param id the template's
 * @param target how many containers the pool keeps, between the template's minimum and maximum
 * @param ready that wait for a sandbox
 * @param starting that do not answer yet
 * @param claimed sandboxes that got one from the pool, since the answering server's start and through it
 * @param missed sandboxes that found none and started cold, likewise
 * @param failure why the last start of a container failed, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PoolInfo(
        TemplateId id,
        int target,
        int ready,
        int starting,
        long claimed,
        long missed,
        @Nullable String failure) {}
