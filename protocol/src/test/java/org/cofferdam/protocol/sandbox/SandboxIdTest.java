package org.cofferdam.protocol.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "my-sandbox",
                "a-b-c-1",
                "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij123"
            })
    void nameThatFitsAHostNameIsAnId(String value) {
        assertThat(new SandboxId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "a--b",
                "A",
                "a_b",
                "a.b",
                "a/b",
                "ä",
                "a\n",
                "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij1234"
            })
    void anythingElseIsRefused(String value) {
        assertThatExceptionOfType(SandboxException.class)
                .isThrownBy(() -> new SandboxId(value))
                .returns(ErrorCode.INVALID_SANDBOX_ID, SandboxException::code);
    }
}
