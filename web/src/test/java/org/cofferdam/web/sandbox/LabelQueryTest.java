package org.cofferdam.web.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelQueryTest {

    @Test
    void aValueMayHaveColonsAndMayBeEmpty() {
        assertThat(LabelQuery.filter(List.of("url:http://x", "empty:", "url:http://x"), SandboxState.RUNNING)
                        .labels())
                .isEqualTo(Map.of("url", "http://x", "empty", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", ":value", ""})
    void whatIsNoKeyAndValueIsRefused(String label) {
        assertThatThrownBy(() -> LabelQuery.filter(List.of(label), null)).isInstanceOf(SandboxException.class);
    }

    @Test
    void oneKeyCannotHaveTwoValues() {
        assertThatThrownBy(() -> LabelQuery.filter(List.of("a:1", "a:2"), null)).isInstanceOf(SandboxException.class);
    }
}
