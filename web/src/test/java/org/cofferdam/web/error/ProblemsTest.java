package org.cofferdam.web.error;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

    @Test
    void ourOwnExceptionIsFoundWithinOthers() {
        SandboxException own = new SandboxException(ErrorCode.SANDBOX_STATE, "paused", "resume it", null);
        Problem problem = Problems.of(new IllegalStateException(new RuntimeException(own)));
        assertThat(problem).isEqualTo(Problem.of(own));
    }

    @Test
    void aDefectShowsANumberAndNothingElse() {
        Problem problem = Problems.of(new IllegalStateException("password=secret"));
        assertThat(problem.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(problem.detail()).matches("Incident [0-9a-f]{16}: the server's log tells more");
    }

    @Test
    void beansThatRefuseAreForbidden() {
        assertThat(Problems.of(new EJBAccessException("no")).code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void onlyTheClientsOwnConnectionIsItsFault() {
        UncheckedIOException broken = new UncheckedIOException(new IOException("reset"));
        assertThat(Problems.of(broken).code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(Problems.of(new EJBException(broken)).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND",
        "405, METHOD_NOT_ALLOWED",
        "406, NOT_ACCEPTABLE",
        "413, TOO_LARGE",
        "415, UNSUPPORTED_MEDIA_TYPE",
        "418, MALFORMED_REQUEST",
        "503, BUSY",
    })
    void statusOfTheContainerBecomesACode(int status, ErrorCode code) {
        assertThat(Problems.ofStatus(status).code()).isEqualTo(code);
    }
}
