package org.cofferdam.persistence.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    /** Every transition from every state: the state that follows, {@code refused} to the caller, or {@code ILLEGAL} for an outcome. */
    private static final String TABLE = """
            transition PENDING  RUNNING  PAUSED   SLEEPING STOPPED  FAILED   DESTROYED
            start      PENDING  PENDING  refused  PENDING  PENDING  refused  refused
            revive     PENDING  PENDING  refused  PENDING  PENDING  PENDING  refused
            sleep      refused  RUNNING  refused  SLEEPING STOPPED  refused  refused
            pause      refused  RUNNING  PAUSED   refused  refused  refused  refused
            resume     refused  RUNNING  PAUSED   refused  refused  refused  refused
            destroy    DESTROYED DESTROYED DESTROYED DESTROYED DESTROYED DESTROYED DESTROYED
            running    RUNNING  RUNNING  RUNNING  ILLEGAL  RUNNING  ILLEGAL  ILLEGAL
            paused     ILLEGAL  PAUSED   PAUSED   ILLEGAL  ILLEGAL  ILLEGAL  ILLEGAL
            slept      ILLEGAL  SLEEPING ILLEGAL  SLEEPING SLEEPING ILLEGAL  ILLEGAL
            stopped    STOPPED  STOPPED  STOPPED  ILLEGAL  STOPPED  ILLEGAL  ILLEGAL
            failed     FAILED   FAILED   FAILED   FAILED   FAILED   FAILED   ILLEGAL
            """;

    private static final Map<String, Consumer<Sandbox>> TRANSITIONS = Map.ofEntries(
            Map.entry("start", Sandbox::start),
            Map.entry("revive", Sandbox::revive),
            Map.entry("sleep", Sandbox::sleep),
            Map.entry("pause", Sandbox::pause),
            Map.entry("resume", Sandbox::resume),
            Map.entry("destroy", Sandbox::destroy),
            Map.entry("running", Sandbox::running),
            Map.entry("paused", Sandbox::paused),
            Map.entry("slept", Sandbox::slept),
            Map.entry("stopped", it -> it.stopped("it ended")),
            Map.entry("failed", it -> it.failed("it broke")));

    static Stream<Arguments> table() {
        List<String[]> rows =
                TABLE.lines().map(row -> row.trim().split(" +", -1)).toList();
        String[] states = rows.getFirst();
        return rows.stream()
                .skip(1)
                .flatMap(row -> IntStream.range(1, states.length)
                        .mapToObj(column -> Arguments.of(row[0], SandboxState.valueOf(states[column]), row[column])));
    }

    @ParameterizedTest(name = "{0} from {1}: {2}")
    @MethodSource("table")
    void everyTransitionFromEveryState(String transition, SandboxState from, String expected) {
        Sandbox sandbox = in(from);
        Consumer<Sandbox> step = Objects.requireNonNull(TRANSITIONS.get(transition));
        switch (expected) {
            case "refused" ->
                assertThatThrownBy(() -> step.accept(sandbox))
                        .isInstanceOfSatisfying(
                                SandboxException.class,
                                e -> assertThat(e.code()).isEqualTo(refusal(from)));
            case "ILLEGAL" -> assertThatThrownBy(() -> step.accept(sandbox)).isInstanceOf(IllegalStateException.class);
            default -> {
                step.accept(sandbox);
                assertThat(sandbox.state()).isEqualTo(SandboxState.valueOf(expected));
                return;
            }
        }
        assertThat(sandbox.state()).isEqualTo(from);
    }

    private static ErrorCode refusal(SandboxState from) {
        return switch (from) {
            case FAILED -> ErrorCode.SANDBOX_FAILED;
            case DESTROYED -> ErrorCode.SANDBOX_NOT_FOUND;
            case PENDING, RUNNING, PAUSED, SLEEPING, STOPPED -> ErrorCode.SANDBOX_STATE;
        };
    }

    private static Sandbox in(SandboxState state) {
        Sandbox sandbox = Sandbox.create(newSandbox("box"), NOW);
        if (state != SandboxState.PENDING) {
            sandbox.running();
        }
        switch (state) {
            case PENDING, RUNNING -> {}
            case PAUSED -> {
                sandbox.pause();
                sandbox.paused();
            }
            case SLEEPING -> {
                sandbox.sleep();
                sandbox.slept();
            }
            case STOPPED -> sandbox.stopped("it ended");
            case FAILED -> sandbox.failed("it broke");
            case DESTROYED -> sandbox.destroy();
        }
        return sandbox;
    }

    static NewSandbox newSandbox(String id) {
        return new NewSandbox(
                new SandboxId(id),
                new Blueprint(
                        "localhost/cofferdam/sandbox:latest",
                        NetworkMode.OUTSIDE,
                        new Limits(2000, 1L << 30, 512, null)),
                new Variables(Map.of("A", "1")),
                Map.of("team", "red"),
                new SleepAfter("10m"));
    }

    @Test
    void intentAndOutcomeDifferOnlyInBetween() {
        Sandbox sandbox = in(SandboxState.RUNNING);
        sandbox.sleep();
        assertThat(sandbox.desired()).isEqualTo(DesiredState.SLEEPING);
        assertThat(sandbox.state()).isEqualTo(SandboxState.RUNNING);
        sandbox.slept();
        assertThat(sandbox.state()).isEqualTo(SandboxState.SLEEPING);
        sandbox.start();
        assertThat(sandbox.desired()).isEqualTo(DesiredState.RUNNING);
        assertThat(sandbox.state()).isEqualTo(SandboxState.PENDING);
    }

    @Test
    void intentThatCameToNothingIsTakenBackByWhatIsStillTrue() {
        Sandbox sandbox = in(SandboxState.RUNNING);
        sandbox.pause();
        sandbox.running();
        assertThat(sandbox.desired()).isEqualTo(DesiredState.RUNNING);
        sandbox.pause();
        sandbox.paused();
        sandbox.resume();
        sandbox.paused();
        assertThat(sandbox.desired()).isEqualTo(DesiredState.PAUSED);
    }

    @Test
    void failureIsShownWhileItHolds() {
        Sandbox sandbox = in(SandboxState.FAILED);
        assertThat(sandbox.toInfo().failure()).isEqualTo("it broke");
        sandbox.revive();
        assertThat(sandbox.toInfo().failure()).isNull();
        sandbox.running();
        assertThat(sandbox.toInfo().failure()).isNull();
    }

    @Test
    void longFailureIsShortened() {
        Sandbox sandbox = in(SandboxState.RUNNING);
        sandbox.failed("x".repeat(5000));
        assertThat(sandbox.toInfo().failure()).hasSize(1000).endsWith("…");
    }

    @Test
    void revivedSandboxMayLoseItsFiles() {
        Sandbox sandbox = in(SandboxState.FAILED);
        assertThat(sandbox.launched()).isTrue();
        sandbox.revive();
        assertThat(sandbox.launched()).isFalse();
    }

    @Test
    void mergedEnvironmentReplacesAndKeepsNull() {
        Sandbox sandbox = in(SandboxState.RUNNING);
        Map<String, @Nullable String> changes = new LinkedHashMap<>();
        changes.put("A", null);
        changes.put("B", "2");
        sandbox.mergeEnv(changes);
        assertThat(sandbox.env()).containsEntry("A", null).containsEntry("B", "2");
    }

    @Test
    void environmentIsBounded() {
        Sandbox sandbox = in(SandboxState.RUNNING);
        assertThatThrownBy(() -> sandbox.mergeEnv(Map.of("B", "x".repeat(Variables.MAX_LENGTH))))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
        assertThat(sandbox.env()).containsOnlyKeys("A");
    }

    @Test
    void patchChangesOnlyWhatItNames() {
        Sandbox sandbox = in(SandboxState.RUNNING);
        sandbox.apply(new SandboxPatch(null, SleepAfter.NEVER));
        assertThat(sandbox.toInfo().labels()).isEqualTo(Map.of("team", "red"));
        assertThat(sandbox.toInfo().sleepAfter()).isEqualTo(SleepAfter.NEVER);
        sandbox.apply(new SandboxPatch(Map.of("a", "b"), null));
        assertThat(sandbox.toInfo().labels()).isEqualTo(Map.of("a", "b"));
        assertThat(sandbox.toInfo().sleepAfter()).isEqualTo(SleepAfter.NEVER);
    }

    @Test
    void aContainerThatWaitedIsItsOwnUntilItGoes() {
        Sandbox sandbox = Sandbox.create(newSandbox("box"), NOW);
        assertThat(sandbox.container()).isEqualTo("box");
        assertThat(sandbox.adopting()).isFalse();
        sandbox.adopt("warm--1", "its token");
        assertThat(sandbox.adopting()).isTrue();
        assertThat(sandbox.agentToken()).isEqualTo("its token");
        sandbox.running();
        assertThat(sandbox.adopting()).isFalse();
        assertThat(sandbox.container()).isEqualTo("warm--1");
    }

    @Test
    void everySandboxHasItsOwnToken() {
        assertThat(in(SandboxState.PENDING).agentToken())
                .hasSize(43)
                .isNotEqualTo(in(SandboxState.PENDING).agentToken());
    }

    @Test
    void imageReferenceIsBounded() {
        assertThatThrownBy(() -> new Blueprint("x".repeat(513), NetworkMode.NONE, new Limits(1000, 1L << 30, 64, null)))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VALUE));
    }
}
