package org.cofferdam.protocol.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.jspecify.annotations.Nullable;

/**
 * The request that creates a sandbox. Every member may be null: the server's default holds.
 *
 * @param id the sandbox's id; generated when null; absent where the URL names it
 * @param image a container image with glibc 2.34 or newer
 * @param env variables of every command
 * @param labels free keys and values to find it by; at most 64, keys of at most 63 and values of at most 255 characters
 * @param sleepAfter idle time before it sleeps: a number with a unit ({@code 90s}, {@code 10m}, {@code 2h}) or {@code never}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SandboxSpec(
        @Nullable SandboxId id,
        @Nullable String template,
        @Nullable String image,
        @Nullable Map<String, @Nullable String> env,
        @Nullable Map<String, String> labels,
        @Nullable SleepAfter sleepAfter,
        @Nullable ResourceLimits resources,
        @Nullable NetworkMode network,
        @Nullable String fromSnapshot) {

    public static final SandboxSpec DEFAULTS = new SandboxSpec(null, null, null, null, null, null, null, null, null);

    public SandboxSpec {
        if (env != null) {
            env = Environment.requireValid(env);
        }
        if (labels != null) {
            labels = Labels.requireValid(labels);
        }
    }

    public SandboxSpec withId(SandboxId newId) {
        return new SandboxSpec(newId, template, image, env, labels, sleepAfter, resources, network, fromSnapshot);
    }
}
