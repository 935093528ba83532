package org.cofferdam.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.log.LogReader;
import org.cofferdam.agent.system.Identity;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long processes that have ended are remembered. */
class ProcessesTest {

    private static final User USER = new User("sandbox", new Identity(1000, 1000, List.of()), "/home", "/bin/sh");

    @TempDir
    private Path logs = Path.of("");

    private Processes processes = new Processes(logs);

    @BeforeEach
    void begin() {
        processes = new Processes(logs);
    }

    private AgentProcess started(String id) {
        ProcessSpec spec = new ProcessSpec(new ProcessId(id), "true", null, null, null, null, null, false, null, null);
        AgentProcess process = processes.add(spec, USER, 1 << 20, Keep.LAST);
        process.begin();
        return process;
    }

    private AgentProcess finished(String id) {
        AgentProcess process = started(id);
        process.ended(Ending.exited(0), false);
        process.publishEnd();
        return process;
    }

    private boolean isKnown(String id) {
        return processes.find(new ProcessId(id)).isPresent();
    }

    @Test
    void theLastThousandAreKept() {
        started("runs");
        for (int i = 0; i < Processes.FINISHED_COUNT + 5; i++) {
            finished("p" + i);
        }
        assertThat(isKnown("p4")).isFalse();
        assertThat(isKnown("p5")).isTrue();
        assertThat(isKnown("p" + (Processes.FINISHED_COUNT + 4))).isTrue();
        assertThat(isKnown("runs")).isTrue();
    }

    @Test
    void thoseOfTheLastTenMinutesAreKept() {
        started("runs");
        finished("ended");
        processes.forgetOld(Instant.now().plus(Processes.FINISHED_AGE).minus(Duration.ofMinutes(1)));
        assertThat(isKnown("ended")).isTrue();
        processes.forgetOld(Instant.now().plus(Processes.FINISHED_AGE).plusSeconds(1));
        assertThat(isKnown("ended")).isFalse();
        assertThat(isKnown("runs")).isTrue();
    }

    @Test
    void oneThatSomebodyReadsIsKept() {
        AgentProcess process = finished("read");
        Instant later = Instant.now().plus(Processes.FINISHED_AGE).plusSeconds(1);
        try (LogReader _ = process.log().open(0, false, () -> {})) {
            processes.forgetOld(later);
            assertThat(isKnown("read")).isTrue();
        }
        processes.forgetOld(later);
        assertThat(isKnown("read")).isFalse();
    }

    @Test
    void whatWasStartedBeforeAForgottenOneMayHaveBeenForgottenToo() {
        assertThat(processes.forgotSince(0)).isFalse();
        finished("ended");
        assertThat(processes.forgotSince(0)).isFalse();
        processes.forgetOld(Instant.now().plus(Processes.FINISHED_AGE).plusSeconds(1));
        assertThat(processes.forgotSince(0)).isTrue();
        assertThat(processes.forgotSince(60_000)).isTrue();
    }
}
