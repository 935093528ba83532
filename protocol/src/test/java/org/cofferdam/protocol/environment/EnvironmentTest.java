package org.cofferdam.protocol.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    @Test
    void nullStaysToUnset() {
        Map<String, @Nullable String> variables = new HashMap<>();
        variables.put("PATH", null);
        assertThat(Environment.requireValid(variables)).containsEntry("PATH", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A B", "A=B", "ä", "A\0", "COFFERDAM_AGENT_LISTEN"})
    void badNameIsRefused(String name) {
        refused(Map.of(name, "secret"));
    }

    @Test
    void valueWithNulIsRefusedAndNotRepeated() {
        refused(Map.of("A", "secret\0"));
    }

    private static void refused(Map<String, @Nullable String> variables) {
        assertThatExceptionOfType(SandboxException.class)
                .isThrownBy(() -> Environment.requireValid(variables))
                .withMessageNotContaining("secret")
                .returns(ErrorCode.INVALID_ENVIRONMENT, SandboxException::code);
    }
}
