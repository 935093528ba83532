package org.cofferdam.ejb.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.persistence.sandbox.Limits;
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxSettingsTest {

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
        NewSandbox resolved = settings("pids", "100").resolve(SandboxRig.ID, spec);
        assertThat(resolved.image()).isEqualTo("other");
        assertThat(resolved.sleepAfter()).isEqualTo(SleepAfter.NEVER);
        assertThat(resolved.limits()).isEqualTo(new Limits(500, 1L << 30, 100, null));
        assertThat(resolved.network()).isEqualTo(NetworkMode.NONE);
        assertThat(resolved.labels()).isEqualTo(Map.of("team", "red"));
    }

    @Test
    void whatThisVersionCannotDoIsRefused() {
        SandboxSpec spec = new SandboxSpec(null, "python", null, null, null, null, null, null, null);
        assertThatThrownBy(() -> defaults().resolve(SandboxRig.ID, spec))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VALUE));
    }
}
