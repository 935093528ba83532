package org.cofferdam.persistence.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityExistsException;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.persistence.TestDatabase;
import org.cofferdam.persistence.schema.Schema;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.cofferdam.persistence.TestDatabase#all")
@Timeout(60)
class SandboxRepositoryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final TestDatabase database;

    SandboxRepositoryTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void empty() {
        database.clear();
    }

    private void add(String id, Map<String, String> labels) {
        database.run(entities -> {
            Sandbox sandbox = Sandbox.create(SandboxTest.newSandbox(id), NOW);
            sandbox.apply(new SandboxPatch(labels, null));
            new SandboxRepository(entities).add(sandbox);
        });
    }

    private Sandbox load(String id) {
        return database.call(entities -> new SandboxRepository(entities).require(new SandboxId(id)));
    }

    private List<String> list(
            Map<String, String> labels, @Nullable SandboxState state, @Nullable String after, int limit) {
        return database.call(entities -> new SandboxRepository(entities)
                .list(labels, state, after == null ? null : new SandboxId(after), limit).stream()
                        .map(it -> it.id().value())
                        .toList());
    }

    @Test
    void sandboxComesBackAsItWas() {
        Sandbox made = Sandbox.create(SandboxTest.newSandbox("box"), NOW);
        Map<String, @Nullable String> env = new LinkedHashMap<>();
        env.put("UNSET", null);
        env.put("TEXT", "ä \" \n 😀");
        made.mergeEnv(env);
        made.failed("it broke");
        database.run(entities -> new SandboxRepository(entities).add(made));

        Sandbox found = load("box");
        assertThat(found.toInfo()).isEqualTo(made.toInfo());
        assertThat(found.env()).isEqualTo(made.env()).containsEntry("UNSET", null);
        assertThat(found.agentToken()).isEqualTo(made.agentToken());
        assertThat(found.desired()).isEqualTo(made.desired());
        assertThat(found.launched()).isFalse();
    }

    @Test
    void largestEnvironmentFits() {
        add("box", Map.of());
        String large = "ä".repeat(Variables.MAX_LENGTH - 2);
        database.run(entities ->
                new SandboxRepository(entities).require(new SandboxId("box")).mergeEnv(Map.of("A", large)));
        assertThat(load("box").env()).containsEntry("A", large);
    }

    @Test
    void idIsTakenOnce() {
        add("box", Map.of());
        assertThatThrownBy(() -> add("box", Map.of()))
                .isInstanceOfAny(EntityExistsException.class, PersistenceException.class);
    }

    @Test
    void listIsInOrderAndInPages() {
        List.of("c", "a", "d", "b").forEach(id -> add(id, Map.of()));
        assertThat(list(Map.of(), null, null, 3)).containsExactly("a", "b", "c");
        assertThat(list(Map.of(), null, "c", 3)).containsExactly("d");
        assertThat(list(Map.of(), null, "d", 3)).isEmpty();
    }

    @Test
    void listShowsWhatASingleSandboxShows() {
        add("a", Map.of("team", "red", "tier", "1"));
        add("b", Map.of());
        database.run(entities ->
                new SandboxRepository(entities).require(new SandboxId("b")).failed("it broke"));
        assertThat(database.<List<SandboxInfo>>call(
                        entities -> new SandboxRepository(entities).list(Map.of(), null, null, 10)))
                .containsExactly(load("a").toInfo(), load("b").toInfo());
    }

    @Test
    void listFiltersByAllLabelsAndState() {
        add("a", Map.of("team", "red", "tier", "1"));
        add("b", Map.of("team", "red", "tier", "2"));
        add("c", Map.of("team", "blue"));
        database.run(entities ->
                new SandboxRepository(entities).require(new SandboxId("b")).running());
        assertThat(list(Map.of("team", "red"), null, null, 10)).containsExactly("a", "b");
        assertThat(list(Map.of("team", "red", "tier", "2"), null, null, 10)).containsExactly("b");
        assertThat(list(Map.of("team", "red", "tier", "3"), null, null, 10)).isEmpty();
        assertThat(list(Map.of("team", "red"), SandboxState.PENDING, "a", 10)).isEmpty();
        assertThat(list(Map.of(), SandboxState.RUNNING, null, 10)).containsExactly("b");
    }

    @Test
    void replacedLabelsAreFoundByNewValuesOnly() {
        add("a", Map.of("team", "red", "old", "1"));
        database.run(entities -> new SandboxRepository(entities)
                .require(new SandboxId("a"))
                .apply(new SandboxPatch(Map.of("team", "blue", "new", "2"), null)));
        assertThat(load("a").toInfo().labels()).isEqualTo(Map.of("team", "blue", "new", "2"));
        assertThat(list(Map.of("team", "red"), null, null, 10)).isEmpty();
        assertThat(list(Map.of("old", "1"), null, null, 10)).isEmpty();
        assertThat(list(Map.of("team", "blue"), null, null, 10)).containsExactly("a");
    }

    @Test
    void destroyedSandboxIsSeenByTheReconcilerOnly() {
        add("a", Map.of());
        database.run(entities ->
                new SandboxRepository(entities).require(new SandboxId("a")).destroy());
        assertThat(list(Map.of(), null, null, 10)).isEmpty();
        assertThatThrownBy(() -> load("a"))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SANDBOX_NOT_FOUND));
        assertThat(database.<List<SandboxStanding>>call(entities -> new SandboxRepository(entities).standings()))
                .containsExactly(new SandboxStanding(
                        new SandboxId("a"), "a", DesiredState.DESTROYED, SandboxState.DESTROYED, false));
    }

    @Test
    void removedSandboxTakesItsLabelsAlong() {
        add("a", Map.of("team", "red"));
        database.run(entities -> {
            SandboxRepository sandboxes = new SandboxRepository(entities);
            sandboxes.remove(sandboxes.require(new SandboxId("a")));
        });
        assertThat(list(Map.of("team", "red"), null, null, 10)).isEmpty();
        add("a", Map.of());
    }

    @Test
    void activityOfManyIsNotedAtOnceAndDisturbsNoChange() {
        add("a", Map.of());
        add("b", Map.of());
        Instant later = NOW.plusSeconds(30);
        database.run(entities -> {
            Sandbox inHand = new SandboxRepository(entities).require(new SandboxId("a"));
            database.run(others ->
                    new SandboxRepository(others).touch(List.of(new SandboxId("a"), new SandboxId("gone")), later));
            inHand.running();
        });
        assertThat(load("a").lastActiveAt()).isEqualTo(later);
        assertThat(load("a").state()).isEqualTo(SandboxState.RUNNING);
        assertThat(load("b").lastActiveAt()).isEqualTo(NOW);
    }

    @Test
    void migrationsRunOnce() {
        add("a", Map.of());
        Schema.migrate(database.dataSource());
        assertThat(load("a").id()).isEqualTo(new SandboxId("a"));
    }
}
