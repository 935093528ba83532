package org.cofferdam.connector.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import org.junit.jupiter.api.Test;

/** The words are those of Docker 20.10 and Podman 4.3. */
class EngineRefusalTest {

    @Test
    void missingImageIsRecognised() {
        assertThat(EngineRefusal.isMissingImage(new NotFoundException("{\"message\":\"No such image: x:latest\"}")))
                .isTrue();
        assertThat(
                        EngineRefusal.isMissingImage(
                                new NotFoundException(
                                        "{\"cause\":\"image not known\",\"message\":\"no such image: x: image not known\",\"response\":404}")))
                .isTrue();
        assertThat(EngineRefusal.isMissingImage(new InternalServerErrorException(
                        "{\"message\":\"normalizing name for compat API: invalid reference format\"}")))
                .isTrue();
        assertThat(EngineRefusal.isMissingImage(new NotFoundException("{\"message\":\"network x not found\"}")))
                .isFalse();
    }

    @Test
    void takenNameIsRecognised() {
        assertThat(EngineRefusal.isNameTaken(new ConflictException(
                        "{\"message\":\"Conflict. The container name \\\"/x\\\" is already in use by container 1\"}")))
                .isTrue();
        assertThat(EngineRefusal.isNameTaken(new InternalServerErrorException(
                        "{\"message\":\"container create: the container name \\\"x\\\" is already in use by 1\"}")))
                .isTrue();
    }

    @Test
    void messageIsReadOutOfTheJsonAndBounded() {
        assertThat(EngineRefusal.message(new ConflictException("{\"message\":\"why\"}")))
                .isEqualTo("why");
        assertThat(EngineRefusal.message(new ConflictException("plain"))).contains("plain");
        assertThat(EngineRefusal.message(new ConflictException("{broken"))).contains("{broken");
        assertThat(EngineRefusal.message(new ConflictException("x".repeat(5000))))
                .hasSize(301);
    }
}
