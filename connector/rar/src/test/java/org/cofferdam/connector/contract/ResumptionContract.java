package org.cofferdam.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.connector.agent.Deadlines;
import org.cofferdam.connector.agent.SocketAgentLink;
import org.cofferdam.connector.contract.RunningSandbox.Outcome;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.junit.jupiter.api.Test;

/** Random programs over connections that break at random, compared with what they print over one that does not. */
public abstract class ResumptionContract extends PlatformContract {

    private static final int PROGRAMS = 40;

    private static String program(int seed) {
        return """
                exec python3 - <<'END'
                import os, random, sys, time
                r = random.Random(%d)
                for i in range(r.randrange(1, 60)):
                    os.write(r.choice((1, 2)), r.randbytes(r.choice((1, 20, 3000, 100000))))
                    if r.random() < 0.05: time.sleep(0.02)
                if r.random() < 0.2: os.kill(os.getpid(), r.choice((9, 11, 15)))
                sys.exit(r.randrange(256))
                END""".formatted(seed);
    }

    @Test
    void cutStreamsDeliverWhatUncutOnesDo() throws Exception {
        RunningSandbox sandbox = launch();
        try (CuttingProxy proxy = new CuttingProxy(platform.agentAddress(sandbox.id()), 1);
                Deadlines deadlines = new Deadlines();
                AgentLink cut = new SocketAgentLink(proxy.address(), sandbox.token(), deadlines, Optional::empty)) {
            for (int seed = 0; seed < PROGRAMS; seed++) {
                Outcome expected = sandbox.run(program(seed));
                try (ProcessStream stream = cut.exec(RunningSandbox.command(program(seed), false), null)) {
                    assertSame(RunningSandbox.rest(stream), expected);
                }
            }
            assertThat(proxy.cuts).hasValueGreaterThan(PROGRAMS);
        }
    }

    @Test
    void silentProcessIsFollowedAtOnce() {
        RunningSandbox sandbox = launch();
        ProcessSpec silent = RunningSandbox.command("sleep 100", false);
        try (ProcessStream start = sandbox.link().exec(silent, null)) {
            start.next();
        }
        long begun = System.nanoTime();
        RunningSandbox other = link(sandbox.id());
        ProcessId id = Objects.requireNonNull(silent.id());
        ProcessRequest.Attach request = new ProcessRequest.Attach(id, 0L, false);
        try (ProcessStream first = other.link().attach(request);
                ProcessStream stream = other.link().attach(request)) { // on a connection of its own, a new one
            assertThat(first).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            sandbox.run("pkill sleep");
            assertThat(RunningSandbox.rest(stream).complete().signal()).isEqualTo("TERM");
        }
    }

    private static void assertSame(Outcome outcome, Outcome expected) {
        assertThat(outcome.stdout()).isEqualTo(expected.stdout());
        assertThat(outcome.stderr()).isEqualTo(expected.stderr());
        assertThat(outcome.complete())
                .usingRecursiveComparison()
                .ignoringFields("startedAt", "durationMillis")
                .isEqualTo(expected.complete());
    }
}
