package org.cofferdam.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random programs through connections that are cut at random places: every byte, in order, and the true status. */
@Timeout(300)
class RandomCutsTest {

    /** {@code -Dcofferdam.random.cases=10000} for more. */
    private static final int CASES = Integer.getInteger("cofferdam.random.cases", 200);

    private static final int AT_ONCE = 8;

    @Test
    void bytesAndStatusAreWhatTheKernelGave() throws Exception {
        long seed = Long.getLong("cofferdam.random.seed", System.nanoTime());
        List<Future<?>> cases = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < CASES; i++) {
                long caseSeed = seed + i;
                cases.add(callers.submit(() -> runCase(caseSeed)));
            }
            for (Future<?> done : cases) {
                done.get();
            }
        }
    }

    private static void runCase(long seed) {
        RandomProgram program = new RandomProgram(seed);
        Random random = new Random(~seed);
        ProcessId id = new ProcessId("random-" + Long.toUnsignedString(seed));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        boolean detached = random.nextBoolean();
        if (detached) {
            try (AgentClient client = TestAgent.connect()) {
                client.call(Operation.PROCESS_START, AgentClient.named(id.value(), program.script()));
            }
        }
        Long position = null;
        ProcessEvent.Complete complete = null;
        while (complete == null) {
            try (AgentClient client = TestAgent.connect()) {
                if (position == null && !detached) {
                    client.request(Operation.EXEC, AgentClient.named(id.value(), program.script()));
                } else {
                    client.request(
                            Operation.PROCESS_ATTACH, new ProcessRequest.Attach(id, position, random.nextBoolean()));
                }
                int events = random.nextInt(8);
                while (complete == null && (position == null || events-- > 0)) {
                    ProcessEvent event = client.event();
                    assertThat(event).isNotInstanceOf(ProcessEvent.Truncated.class);
                    if (event instanceof ProcessEvent.Output output) {
                        (output.stream() == OutputStreamName.STDOUT ? out : err).writeBytes(output.bytes());
                        assertThat(output.position()).isEqualTo(out.size() + err.size());
                    }
                    position = event.position();
                    complete = event instanceof ProcessEvent.Complete end ? end : null;
                }
            }
        }
        check(seed, program, out.toByteArray(), err.toByteArray(), complete);
    }

    private static void check(
            long seed, RandomProgram program, byte[] out, byte[] err, ProcessEvent.Complete complete) {
        assertThat(out).describedAs("stdout of seed %d", seed).isEqualTo(program.stdout());
        assertThat(err).describedAs("stderr of seed %d", seed).isEqualTo(program.stderr());
        @Nullable String signal = program.signal() == 0 ? null : Signal.nameOf(program.signal());
        assertThat(complete.signal()).describedAs("signal of seed %d", seed).isEqualTo(signal);
        assertThat(complete.status()).isEqualTo(signal == null ? ProcessStatus.EXITED : ProcessStatus.SIGNALED);
        assertThat(complete.exitCode()).isEqualTo(signal == null ? program.exitCode() : null);
        assertThat(complete.position()).isEqualTo(out.length + err.length + 1L);
        assertThat(complete.truncated()).isFalse();
    }

    @Test
    void sessionsGiveTheSame() throws Exception {
        long seed = Long.getLong("cofferdam.random.seed", System.nanoTime());
        List<Future<?>> sessions = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int s = 0; s < AT_ONCE; s++) {
                SessionId session = new SessionId("random-" + s);
                long sessionSeed = seed + s * 1_000_000L;
                sessions.add(callers.submit(() -> runSession(session, sessionSeed)));
            }
            for (Future<?> done : sessions) {
                done.get();
            }
        }
    }

    private static void runSession(SessionId session, long seed) {
        try (AgentClient client = TestAgent.connect()) {
            client.createSession(session);
            for (int i = 0; i < CASES / AT_ONCE; i++) {
                RandomProgram program = new RandomProgram(seed + i);
                AgentClient.Result result = client.exec(AgentClient.in(session.value(), program.script()));
                check(seed + i, program, result.stdout(), result.stderr(), result.complete());
            }
            client.deleteSession(session);
        }
    }
}
