package org.cofferdam.persistence.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.cofferdam.persistence.TestDatabase;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.cofferdam.persistence.TestDatabase#all")
@Timeout(60)
class ApiKeyRepositoryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final TestDatabase database;

    ApiKeyRepositoryTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void empty() {
        database.clear();
    }

    private KeyText add(String name) {
        KeyText text = KeyText.random();
        database.run(entities -> new ApiKeyRepository(entities)
                .add(ApiKey.create(text, new NewKey(name, Set.of(Role.ADMIN, Role.USER)), NOW)));
        return text;
    }

    @Test
    void keyComesBackWithoutItsSecret() {
        KeyText text = add("build");
        ApiKey found = database.call(
                entities -> new ApiKeyRepository(entities).findValid(text.id()).orElseThrow());
        assertThat(text.hasSha256(found.secretSha256())).isTrue();
        assertThat(found.toInfo().key()).isNull();
        assertThat(found.toInfo().roles()).containsExactlyInAnyOrder(Role.USER, Role.ADMIN);
        assertThat(found.toInfo().createdAt()).isEqualTo(NOW);
    }

    @Test
    void revokedKeyIsGoneForEveryone() {
        KeyText kept = add("kept");
        KeyText revoked = add("revoked");
        database.run(entities -> new ApiKeyRepository(entities)
                .findValid(revoked.id())
                .orElseThrow()
                .revoke(NOW));
        database.run(entities -> {
            ApiKeyRepository keys = new ApiKeyRepository(entities);
            assertThat(keys.findValid(revoked.id())).isEmpty();
            assertThat(keys.validAmong(List.of(kept.id(), revoked.id(), "ffffffff")))
                    .containsExactly(kept.id());
            assertThat(keys.list(null, 10)).extracting(ApiKey::id).containsExactly(kept.id());
            assertThat(keys.list(kept.id(), 10)).isEmpty();
        });
    }

    @Test
    void firstKeyIsMissedUntilThereIsOne() {
        assertThat(database.<Boolean>call(entities -> new ApiKeyRepository(entities).hasAny()))
                .isFalse();
        add("first");
        assertThat(database.<Boolean>call(entities -> new ApiKeyRepository(entities).hasAny()))
                .isTrue();
    }

    @Test
    void keyNeedsNameAndRole() {
        List.of(new NewKey(" ", Set.of(Role.USER)), new NewKey("name", Set.of()))
                .forEach(bad -> assertThatThrownBy(() -> ApiKey.create(KeyText.random(), bad, NOW))
                        .isInstanceOfSatisfying(
                                SandboxException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VALUE)));
    }
}
