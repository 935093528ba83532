package org.cofferdam.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cofferdam.agent.AgentClient.named;
import static org.cofferdam.agent.AgentClient.withStdin;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.StdinPosition;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written to the standard input of a process that runs. */
@Timeout(60)
class StdinTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final AgentClient agent = TestAgent.connect();
    private final ProcessId id = new ProcessId("stdin-" + MADE.incrementAndGet());

    @AfterEach
    void disconnect() {
        agent.close();
    }

    @Test
    void stdinIsWrittenInParts() {
        ProcessSpec spec = withStdin("cat; echo end").withId(id);
        agent.call(Operation.PROCESS_START, spec);
        write("one ", false);
        write("two\n", false);
        awaitLine("one two");
        write("three\n", true);
        assertThat(output()).isEqualTo("one two\nthree\nend\n");
        assertFails(ErrorCode.PROCESS_ENDED, () -> write("late", false));
    }

    @Test
    void stdinOfOneThatHasNone() {
        agent.call(Operation.PROCESS_START, named(id.value(), "sleep 1000"));
        assertFails(ErrorCode.INVALID_VALUE, () -> write("x", true));
        assertThat(kill().status()).isEqualTo(ProcessStatus.KILLED);
    }

    @Test
    void stdinThatIsNotReadDoesNotOutliveTheProcess() throws Exception {
        agent.call(Operation.PROCESS_START, withStdin("sleep 1000").withId(id));
        Thread killer = Thread.ofVirtual().start(() -> {
            try (AgentClient other = TestAgent.connect()) {
                other.call(Operation.PROCESS_KILL, new ProcessRequest.Kill(id, Signal.KILL, 0));
            }
        });
        assertFails(ErrorCode.PROCESS_ENDED, () -> write("x".repeat(2_000_000), true));
        killer.join();
        assertThat(agent.<ProcessInfo>call(Operation.PROCESS_GET, new ProcessRequest.Get(id))
                        .status())
                .isEqualTo(ProcessStatus.KILLED);
    }

    @Test
    void inputThatIsSentAgainArrivesOnce() {
        agent.call(Operation.PROCESS_START, withStdin("cat").withId(id));
        assertThat(write("one ", 0L, false)).isEqualTo(new StdinPosition(4, 0));
        assertThat(write("one two ", 0L, false)).isEqualTo(new StdinPosition(8, 4));
        assertThat(write("two ", 4L, false)).isEqualTo(new StdinPosition(8, 4));
        assertThat(write("three", 8L, true)).isEqualTo(new StdinPosition(13, 0));
        assertThat(output()).isEqualTo("one two three");
        assertThat(write("three", 8L, true)).isEqualTo(new StdinPosition(13, 5));
        assertFails(ErrorCode.PROCESS_ENDED, () -> write("four", 13L, false));
    }

    @Test
    void inputBehindAGapIsRefused() {
        agent.call(Operation.PROCESS_START, withStdin("cat").withId(id));
        assertFails(ErrorCode.INPUT_GAP, () -> write("late", 1L, false));
        assertThat(write("", null, false)).isEqualTo(new StdinPosition(0, 0));
        kill();
    }

    @Test
    void writerThatIsCutInTheMiddleGoesOnWhereItWas() {
        byte[] input = new byte[3_000_000];
        Random random = new Random(5);
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) ('a' + random.nextInt(26));
        }
        agent.call(Operation.PROCESS_START, withStdin("cat").withId(id));
        for (int cuts = 0; cuts < 20; cuts++) {
            try (AgentClient cut = TestAgent.connect()) {
                cut.request(Operation.PROCESS_STDIN, new ProcessRequest.Stdin(id, 0L, true));
                int length = random.nextInt(input.length);
                for (int at = 0; at < length; at += 60_000) {
                    cut.data(Arrays.copyOfRange(input, at, Math.min(length, at + 60_000)));
                }
            }
        }
        assertThat(write(new String(input, UTF_8), 0L, true).position()).isEqualTo(input.length);
        assertThat(output()).isEqualTo(new String(input, UTF_8));
    }

    @Test
    void commandThatIsSentAgainGetsTheRestOfItsInput() {
        ProcessSpec once = withStdin("cat; echo end").withId(id).named();
        try (AgentClient cut = TestAgent.connect()) {
            cut.request(Operation.EXEC, once);
            assertThat(cut.event()).isInstanceOf(ProcessEvent.Start.class);
            cut.data("first ".getBytes(UTF_8));
            awaitLine("first");
        }
        agent.request(Operation.EXEC, once.repeated(Duration.ofMillis(1)));
        agent.data("first second\n".getBytes(UTF_8));
        agent.endOfData();
        assertThat(agent.follow(Long.MAX_VALUE).out()).isEqualTo("first second\nend\n");
    }

    private StdinPosition write(String text, @Nullable Long offset, boolean close) {
        agent.request(Operation.PROCESS_STDIN, new ProcessRequest.Stdin(id, offset, close));
        byte[] bytes = text.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += 100_000) {
            agent.data(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 100_000)));
        }
        agent.endOfData();
        return agent.reply(Operation.PROCESS_STDIN);
    }

    private void write(String text, boolean close) {
        write(text, null, close);
    }

    private String output() {
        agent.request(Operation.PROCESS_ATTACH, new ProcessRequest.Attach(id, null, true));
        return agent.follow(Long.MAX_VALUE).out();
    }

    private void awaitLine(String text) {
        agent.call(
                Operation.PROCESS_WAIT,
                new ProcessRequest.Wait(id, new WaitSpec(null, new WaitSpec.Log(text, false), null, null)));
    }

    private ProcessInfo kill() {
        return agent.call(Operation.PROCESS_KILL, new ProcessRequest.Kill(id, Signal.KILL, 0));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
