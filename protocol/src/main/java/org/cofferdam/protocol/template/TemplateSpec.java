package org.cofferdam.protocol.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.jspecify.annotations.Nullable;

/**
 * What holds for sandboxes of a template where their requests say nothing. Every member may be null: the server's default holds.
 *
 * @param image a container image with glibc 2.34 or newer
 * @param env variables, below those of the request
 * @param pool how many containers wait ready made; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateSpec(
        @Nullable String image,
        @Nullable Map<String, @Nullable String> env,
        @Nullable SleepAfter sleepAfter,
        @Nullable ResourceLimits resources,
        @Nullable NetworkMode network,
        @Nullable PoolSize pool) {

    /** The server's defaults, and no pool. */
    public static final TemplateSpec DEFAULTS = new TemplateSpec(null, null, null, null, null, null);

    public TemplateSpec {
        if (env != null) {
            env = Environment.requireValid(env);
        }
    }
}
