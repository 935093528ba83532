package org.cofferdam.tests.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.SandboxQuery;
import org.cofferdam.protocol.access.KeyInfo;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class KeysIT {

    @Test
    void userKeyUsesSandboxesUntilItIsRevoked(RunningServer server, Cofferdam administrator) {
        KeyInfo made = administrator.keys().create("a user's", Set.of(Role.USER));
        String secret = Objects.requireNonNull(made.key());
        try (Cofferdam user = Cofferdam.connect(server.url(), secret)) {
            assertThat(user.list(SandboxQuery.ALL)).isNotNull();
            assertThat(codeOf(() -> user.keys().list().count())).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(codeOf(() -> user.keys().create("more", Set.of(Role.ADMIN))))
                    .isEqualTo(ErrorCode.FORBIDDEN);

            administrator.keys().revoke(made.id());
            assertThat(codeOf(() -> user.list(SandboxQuery.ALL).count())).isEqualTo(ErrorCode.UNAUTHENTICATED);
        }
        assertThat(codeOf(() -> administrator.keys().revoke(made.id()))).isEqualTo(ErrorCode.KEY_NOT_FOUND);
    }

    @Test
    void secretIsShownOnceOnly(Cofferdam administrator) {
        KeyInfo made = administrator.keys().create("shown once", Set.of(Role.USER, Role.ADMIN));
        assertThat(administrator.keys().list())
                .filteredOn(key -> key.id().equals(made.id()))
                .singleElement()
                .satisfies(key -> {
                    assertThat(key.key()).isNull();
                    assertThat(key.name()).isEqualTo("shown once");
                    assertThat(key.roles()).containsExactlyInAnyOrder(Role.USER, Role.ADMIN);
                });
        administrator.keys().revoke(made.id());
    }

    private static ErrorCode codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        SandboxException refused = catchThrowableOfType(SandboxException.class, call);
        assertThat(refused).isNotNull();
        return refused.code();
    }
}
