package org.cofferdam.web.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {

    private final AllowedOrigins origins = new AllowedOrigins(List.of(" https://Console.example.org ", ""));

    @ParameterizedTest
    @CsvSource({
        ",sandbox.example.org",
        "https://console.example.org,sandbox.example.org",
        "HTTPS://CONSOLE.EXAMPLE.ORG,sandbox.example.org",
        "https://sandbox.example.org,sandbox.example.org",
        "http://Localhost:8080,localhost:8080",
    })
    void allowed(@Nullable String origin, String host) {
        assertThatCode(() -> origins.require(origin, host)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example.org,sandbox.example.org",
        "https://console.example.org.evil.org,sandbox.example.org",
        "https://console.example.org:444,sandbox.example.org",
        "http://console.example.org,sandbox.example.org",
        "null,sandbox.example.org",
        "https://sandbox.example.org,",
    })
    void refused(String origin, @Nullable String host) {
        assertThatThrownBy(() -> origins.require(origin, host))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ORIGIN_NOT_ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "https://", "https://example.org/path", "*"})
    void settingThatIsNoOriginIsRefusedAtTheStart(String setting) {
        assertThatThrownBy(() -> new AllowedOrigins(List.of(setting))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codesOfClosingTellTheFailure() {
        assertThat(CloseCode.of(ErrorCode.SANDBOX_NOT_FOUND)).isEqualTo(new CloseCode(4404, "sandbox-not-found"));
        assertThat(CloseCode.of(ErrorCode.INTERNAL_ERROR).code()).isEqualTo(1011);
    }
}
