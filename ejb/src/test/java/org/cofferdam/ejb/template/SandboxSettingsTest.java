package org.cofferdam.ejb.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.persistence.sandbox.Blueprint;
import org.cofferdam.persistence.sandbox.Limits;
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.cofferdam.protocol.template.TemplateSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxSettingsTest {

    private static final SandboxId ID = new SandboxId("box");

    private static SandboxSettings settings(String key, String value) {
        return SandboxSettings.from(
                it -> it.equals("cofferdam.sandbox." + key) ? Optional.of(value) : Optional.empty());
    }

    private static SandboxSettings defaults() {
        return SandboxSettings.from(_ -> Optional.empty());
    }

    @Test
    void everySettingHasADefault() {
        SandboxSettings settings = defaults();
        assertThat(settings.image()).isEqualTo("localhost/cofferdam/sandbox:latest");
        assertThat(settings.sleepAfter()).isEqualTo(new SleepAfter("10m"));
        assertThat(settings.limits()).isEqualTo(new Limits(2000, 1L << 30, 512, null));
        assertThat(settings.startTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxOutputBytes()).isEqualTo(256L << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "sleep-after, soon",
        "start-timeout, 2m",
        "start-timeout, never",
        "memory-bytes, 1000",
        "cpu-millis, 1",
        "pids, many",
        "pids, 99999999999",
        "max-output-bytes, 1",
        "image, ' '"
    })
    void badSettingIsRefused(String key, String value) {
        assertThatThrownBy(() -> settings(key, value)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void requestOverridesSettings() {
        SandboxSpec spec = new SandboxSpec(
                null,
                null,
                "other",
                Map.of("A", "1"),
                Map.of("team", "red"),
                SleepAfter.NEVER,
                new ResourceLimits(500, null, null, null),
                NetworkMode.NONE,
                null);
        NewSandbox resolved = settings("pids", "100").resolve(ID, spec, TemplateSpec.DEFAULTS);
        assertThat(resolved.blueprint())
                .isEqualTo(new Blueprint("other", NetworkMode.NONE, new Limits(500, 1L << 30, 100, null)));
        assertThat(resolved.sleepAfter()).isEqualTo(SleepAfter.NEVER);
        assertThat(resolved.labels()).isEqualTo(Map.of("team", "red"));
    }

    @Test
    void templateStandsBetweenRequestAndSettings() {
        TemplateSpec template = new TemplateSpec(
                "templates",
                Map.of("A", "template", "B", "template"),
                new SleepAfter("1h"),
                new ResourceLimits(500, 256L << 20, null, null),
                NetworkMode.NONE,
                null);
        SandboxSpec spec = new SandboxSpec(
                null,
                "any",
                null,
                Map.of("A", "request"),
                null,
                null,
                new ResourceLimits(700, null, null, null),
                null,
                null);
        NewSandbox resolved = settings("pids", "100").resolve(ID, spec, template);
        assertThat(resolved.blueprint())
                .isEqualTo(new Blueprint("templates", NetworkMode.NONE, new Limits(700, 256L << 20, 100, null)));
        assertThat(resolved.env().values()).isEqualTo(Map.of("A", "request", "B", "template"));
        assertThat(resolved.sleepAfter()).isEqualTo(new SleepAfter("1h"));
    }

    @Test
    void whatThisVersionCannotDoIsRefused() {
        SandboxSpec spec = new SandboxSpec(null, null, null, null, null, null, null, null, "snapshot");
        assertThatThrownBy(() -> defaults().resolve(ID, spec, TemplateSpec.DEFAULTS))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VALUE));
    }
}
