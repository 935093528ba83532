package org.cofferdam.ejb.template;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.cofferdam.persistence.sandbox.Blueprint;
import org.cofferdam.persistence.sandbox.Limits;
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.persistence.sandbox.Variables;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.AgentSettings;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.cofferdam.protocol.template.TemplateSpec;
import org.jspecify.annotations.Nullable;

/**
 * What holds where a request for a sandbox says nothing. Keys below {@code cofferdam.sandbox}:
 *
 * @param image {@code image}: an image that the container platform has; {@code localhost/cofferdam/sandbox:latest}
 * @param sleepAfter {@code sleep-after}: as in a request; {@code 10m}
 * @param limits {@code cpu-millis} from 10: 2000, {@code memory-bytes} from 128 MiB: 1 GiB, {@code pids} from 64: 512, {@code
 *     disk-bytes} from 1 MiB: unlimited
 * @param startTimeout {@code start-timeout}: how long a container and its agent may take to answer, 1s to 1m; {@code 30s}
 * @param maxOutputBytes {@code max-output-bytes}: how much output of one process is kept, from 64 KiB; 256 MiB
 */
public record SandboxSettings(
        String image, SleepAfter sleepAfter, Limits limits, Duration startTimeout, long maxOutputBytes) {

    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final long LEAST_OUTPUT = 64 << 10;

    public SandboxSettings {
        if (!Blueprint.isImage(image)) {
            throw new IllegalArgumentException("cofferdam.sandbox.image is no image reference");
        }
        if (startTimeout.isZero() || startTimeout.compareTo(LONGEST_START) > 0) {
            throw new IllegalArgumentException("cofferdam.sandbox.start-timeout is 1s to 1m");
        }
        if (maxOutputBytes < LEAST_OUTPUT) {
            throw new IllegalArgumentException("cofferdam.sandbox.max-output-bytes is at least " + LEAST_OUTPUT);
        }
        limits.toResourceLimits(); // checks itself
    }

    /**
     * Reads and checks them.
     *
     * @param values of keys, where given
     * @throws IllegalArgumentException naming the key whose value is wrong
     */
    static SandboxSettings from(Function<String, Optional<String>> values) {
        return new SandboxSettings(
                values.apply("cofferdam.sandbox.image").orElse("localhost/cofferdam/sandbox:latest"),
                time(values, "cofferdam.sandbox.sleep-after", "10m"),
                new Limits(
                        Math.toIntExact(
                                number(values, "cofferdam.sandbox.cpu-millis").orElse(2000L)),
                        number(values, "cofferdam.sandbox.memory-bytes").orElse(1L << 30),
                        Math.toIntExact(number(values, "cofferdam.sandbox.pids").orElse(512L)),
                        number(values, "cofferdam.sandbox.disk-bytes").orElse(null)),
                time(values, "cofferdam.sandbox.start-timeout", "30s")
                        .duration()
                        .orElse(Duration.ZERO),
                number(values, "cofferdam.sandbox.max-output-bytes").orElse(256L << 20));
    }

    private static SleepAfter time(Function<String, Optional<String>> values, String key, String otherwise) {
        try {
            return new SleepAfter(values.apply(key).orElse(otherwise));
        } catch (SandboxException e) {
            throw new IllegalArgumentException(key + " is a whole number with a unit s, m, h or d", e);
        }
    }

    private static Optional<Long> number(Function<String, Optional<String>> values, String key) {
        try {
            return values.apply(key).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is a whole number", e);
        }
    }

    /**
     * The sandbox that a request asks for.
     *
     * @throws SandboxException {@code invalid-value} for what this version cannot do
     */
    NewSandbox resolve(SandboxId id, SandboxSpec spec, TemplateSpec template) {
        if (spec.fromSnapshot() != null) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "This version does not know fromSnapshot yet");
        }
        Blueprint usual = blueprint(template);
        Blueprint asked = new Blueprint(
                Objects.requireNonNullElse(spec.image(), usual.image()),
                Objects.requireNonNullElse(spec.network(), usual.network()),
                usual.limits().replacedBy(spec.resources()));
        SleepAfter usualSleepAfter = Objects.requireNonNullElse(template.sleepAfter(), sleepAfter);
        return new NewSandbox(
                id,
                asked,
                new Variables(orEmpty(template.env())).merged(orEmpty(spec.env())),
                Objects.requireNonNullElse(spec.labels(), Map.of()),
                Objects.requireNonNullElse(spec.sleepAfter(), usualSleepAfter));
    }

    private static Map<String, @Nullable String> orEmpty(@Nullable Map<String, @Nullable String> env) {
        return env == null ? Map.of() : env;
    }

    /**
     * What the container of a sandbox of this template is made of.
     *
     * @throws SandboxException {@code invalid-value} for a wrong image reference
     */
    Blueprint blueprint(TemplateSpec template) {
        return new Blueprint(
                Objects.requireNonNullElse(template.image(), image),
                Objects.requireNonNullElse(template.network(), NetworkMode.OUTSIDE),
                limits.replacedBy(template.resources()));
    }

    /** What the agent of a sandbox with this environment is told. */
    public AgentSettings forAgent(Map<String, @Nullable String> env) {
        return new AgentSettings(env, "sandbox", "/workspace", maxOutputBytes);
    }
}
