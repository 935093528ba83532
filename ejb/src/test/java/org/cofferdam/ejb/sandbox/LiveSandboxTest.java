package org.cofferdam.ejb.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveSandboxTest {

    private static final Duration SLEEP_AFTER = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final LiveSandbox live = new LiveSandbox(SandboxRig.ID, () -> now);
    private final MemoryPlatform platform = new MemoryPlatform();
    private MemoryAgent agent = newAgent();

    private MemoryAgent newAgent() {
        MemoryPlatform.Container container = new MemoryPlatform.Container();
        platform.containers.put(SandboxRig.CONTAINER, container);
        return new MemoryAgent(platform, container);
    }

    @BeforeEach
    void attach() {
        live.attach(agent);
        live.sleepAfter(Optional.of(SLEEP_AFTER));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void leaseLeadsToTheAgent() {
        try (SandboxLease lease = live.tryOpen().orElseThrow()) {
            assertThat(lease.agent()).isSameAs(agent);
        }
    }

    @Test
    void sandboxIsIdleWhenItsTimeHasPassed() {
        pass(SLEEP_AFTER.minusMillis(1));
        assertThat(live.idle()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(live.idle()).isTrue();
    }

    @Test
    void openLeaseHoldsOffSleepHoweverLong() {
        SandboxLease lease = live.tryOpen().orElseThrow();
        pass(Duration.ofDays(1));
        assertThat(live.freezeIfIdle()).isFalse();
        lease.close();
        assertThat(live.freezeIfIdle()).isFalse();
        pass(SLEEP_AFTER);
        assertThat(live.freezeIfIdle()).isTrue();
    }

    @Test
    void leaseClosedTwiceCountsOnce() {
        SandboxLease first = live.tryOpen().orElseThrow();
        SandboxLease second = live.tryOpen().orElseThrow();
        first.close();
        first.close();
        pass(SLEEP_AFTER);
        assertThat(live.idle()).isFalse();
        second.close();
        pass(SLEEP_AFTER);
        assertThat(live.idle()).isTrue();
    }

    @Test
    void sandboxThatNeverSleepsIsNeverIdle() {
        live.sleepAfter(Optional.empty());
        pass(Duration.ofDays(365));
        assertThat(live.idle()).isFalse();
    }

    @Test
    void frozenSandboxGivesNoLease() {
        live.freeze();
        assertThat(live.tryOpen()).isEmpty();
        assertThat(live.link()).isPresent();
        live.thaw();
        assertThat(live.tryOpen()).isPresent();
    }

    @Test
    void deadAgentGivesNoLease() {
        agent.close();
        assertThat(live.tryOpen()).isEmpty();
        assertThat(live.link()).isEmpty();
    }

    @Test
    void newLinkClosesTheOldOne() {
        MemoryAgent old = agent;
        agent = newAgent();
        live.attach(agent);
        assertThat(old.closed).isTrue();
        live.detach();
        assertThat(agent.closed).isTrue();
        assertThat(live.tryOpen()).isEmpty();
    }

    @Test
    void useIsReportedOnceAndWhileItLasts() {
        assertThat(live.takeUsed()).isFalse();
        SandboxLease lease = live.tryOpen().orElseThrow();
        assertThat(live.takeUsed()).isTrue();
        assertThat(live.takeUsed()).isTrue();
        lease.close();
        assertThat(live.takeUsed()).isTrue();
        assertThat(live.takeUsed()).isFalse();
    }

    @Test
    void shortageOfMemoryExplainsOnlyAnEndSoonAfter() {
        live.noteOutOfMemory();
        assertThat(live.ranOutOfMemory()).isTrue();
        pass(Duration.ofMinutes(1));
        assertThat(live.ranOutOfMemory()).isFalse();
    }
}
