package org.cofferdam.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cofferdam.agent.AgentClient.named;
import static org.cofferdam.agent.AgentClient.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.agent.AgentClient.Result;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.Killed;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessList;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.WaitResult;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final AgentClient agent = TestAgent.connect();
    private final ProcessId id = new ProcessId("process-" + MADE.incrementAndGet());

    @AfterEach
    void disconnect() {
        agent.close();
    }

    private ProcessInfo start(String command) {
        return agent.call(Operation.PROCESS_START, named(id.value(), command));
    }

    private ProcessInfo get() {
        return agent.call(Operation.PROCESS_GET, new ProcessRequest.Get(id));
    }

    private ProcessInfo kill(Signal signal, long graceMillis) {
        return agent.call(Operation.PROCESS_KILL, new ProcessRequest.Kill(id, signal, graceMillis));
    }

    private WaitResult await(WaitSpec spec) {
        return agent.call(Operation.PROCESS_WAIT, new ProcessRequest.Wait(id, spec));
    }

    private Result attach(@Nullable Long after, boolean lossless) {
        agent.request(Operation.PROCESS_ATTACH, new ProcessRequest.Attach(id, after, lossless));
        return agent.follow(Long.MAX_VALUE);
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static List<Integer> pidsIn(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Integer::valueOf).toList();
    }

    private static void assertGone(List<Integer> pids) {
        assertThat(pids).isNotEmpty();
        Deadline.await(() -> pids.stream().noneMatch(pid -> Files.exists(Path.of("/proc/" + pid))));
    }

    @Test
    void livesItsLife() {
        ProcessInfo started = start("echo out; read x; exit 4");
        assertThat(started.status()).isIn(ProcessStatus.RUNNING, ProcessStatus.EXITED);
        assertThat(await(new WaitSpec(true, null, null, null)).process().exitCode())
                .isEqualTo(4);
        ProcessInfo info = get();
        assertThat(info.status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(info.outputBytes()).isEqualTo(4);
        assertThat(info.endedAt()).isNotNull();
        assertThat(info.command()).isEqualTo("echo out; read x; exit 4");
        ProcessList list = agent.call(Operation.PROCESS_LIST, new ProcessRequest.ListAll());
        assertThat(list.items()).extracting(ProcessInfo::id).contains(id);
        assertThat(attach(null, false).out()).isEqualTo("out\n");
        assertThat(attach(2L, true).out()).isEqualTo("t\n");
        assertThat(attach(5L, true).complete().exitCode()).isEqualTo(4);
    }

    @Test
    void takenIdAndUnknownId() {
        start("true");
        assertFails(ErrorCode.PROCESS_EXISTS, () -> start("true"));
        assertFails(
                ErrorCode.PROCESS_NOT_FOUND,
                () -> agent.call(Operation.PROCESS_GET, new ProcessRequest.Get(new ProcessId("none"))));
    }

    @Test
    void nothingIsLeftOfOneThatCouldNotStart() {
        ProcessSpec spec = new ProcessSpec(id, "true", null, null, "/no/such/place", null, null, false, null, null);
        assertFails(ErrorCode.CWD_NOT_FOUND, () -> agent.call(Operation.PROCESS_START, spec));
        assertFails(ErrorCode.PROCESS_NOT_FOUND, this::get);
        assertFails(
                ErrorCode.USER_NOT_ALLOWED,
                () -> agent.exec(new ProcessSpec(null, "id", null, null, null, null, "root", false, null, null)));
        assertFails(
                ErrorCode.USER_UNKNOWN,
                () -> agent.exec(
                        new ProcessSpec(null, "id", null, null, null, null, "nobody-at-all", false, null, null)));
        assertThat(agent.exec(new ProcessSpec(null, "id -u", null, null, "/", null, "nobody", false, null, null))
                        .out())
                .isEqualTo("65534\n");
    }

    @Test
    void userMayNotEnterWhatIsClosedToHim() throws IOException {
        Path closed = Files.createDirectories(TestAgent.root().resolve("closed/inner"));
        Files.setPosixFilePermissions(closed.getParent(), Set.of());
        ProcessSpec spec = new ProcessSpec(null, "pwd", null, null, closed.toString(), null, null, false, null, null);
        assertFails(ErrorCode.CWD_NOT_FOUND, () -> agent.exec(spec));
    }

    @Test
    void killWithGraceLetsItFinish() {
        start("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.01; done");
        await(new WaitSpec(null, new WaitSpec.Log("ready", false), null, null));
        ProcessInfo killed = kill(Signal.TERM, 10_000);
        assertThat(killed.status()).isEqualTo(ProcessStatus.KILLED);
        assertThat(attach(null, false).out()).isEqualTo("ready\nbye\n");
    }

    @Test
    void killReachesTheWholeTree() throws IOException {
        Path pids = TestAgent.home().resolve(id + ".pids");
        start("p() { echo $BASHPID >> " + pids + "; }; p;"
                + " (p; sleep 1007 & wait) &"
                + " (setsid bash -c 'echo $$ >> " + pids + "; sleep 1007 & wait' &) ;"
                + " (setsid setsid bash -c '(echo $BASHPID >> " + pids + "; exec sleep 1007) & disown' &) ;"
                + " nohup bash -c 'echo $$ >> " + pids + "; sleep 1007' > /dev/null 2>&1 &"
                + " trap '' TERM; sleep 1007; sleep 1007");
        Deadline.await(() -> Files.exists(pids) && lines(pids) == 5);
        ProcessInfo killed = kill(Signal.KILL, 0);
        assertThat(killed.status()).isEqualTo(ProcessStatus.KILLED);
        assertThat(killed.signal()).isEqualTo("KILL");
        assertGone(pidsIn(pids));
        assertThat(agent.exec("pgrep -x sleep -u 1000 -a | grep -c 'sleep 1007'")
                        .out()
                        .strip())
                .isEqualTo("0");
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void killReachesLateChildren() throws IOException {
        Path pids = TestAgent.home().resolve(id + ".pids");
        start("spawn() { trap 'spawn &' TERM; while :; do echo $BASHPID >> " + pids + "; sleep 0.01; done; }; spawn");
        Deadline.await(() -> Files.exists(pids) && lines(pids) > 2);
        kill(Signal.TERM, 100);
        assertGone(pidsIn(pids).stream().distinct().toList());
    }

    @Test
    void killOfAnEndedProcessReachesWhatItLeft() throws IOException {
        Path pids = TestAgent.home().resolve(id + ".pids");
        agent.exec(named(id.value(), "setsid sleep 1000 > /dev/null 2>&1 & echo $! > " + pids));
        assertThat(kill(Signal.TERM, 1000).status()).isEqualTo(ProcessStatus.EXITED);
        assertGone(pidsIn(pids));
    }

    @Test
    void killAllKillsAll() {
        start("sleep 1000");
        Killed killed = agent.call(Operation.PROCESS_KILL_ALL, new ProcessRequest.KillAll(Signal.TERM, 1000));
        assertThat(killed.killed()).isPositive();
        assertThat(get().status()).isEqualTo(ProcessStatus.KILLED);
    }

    @Test
    void signalIsJustSent() {
        start("trap 'echo usr1' USR1; echo ready; while :; do sleep 0.01; done");
        await(new WaitSpec(null, new WaitSpec.Log("ready", false), null, null));
        agent.call(Operation.PROCESS_SIGNAL, new ProcessRequest.SendSignal(id, Signal.USR1));
        assertThat(await(new WaitSpec(null, new WaitSpec.Log("usr1", false), null, null))
                        .process()
                        .status())
                .isEqualTo(ProcessStatus.RUNNING);
        agent.call(Operation.PROCESS_SIGNAL, new ProcessRequest.SendSignal(id, Signal.KILL));
        assertThat(await(new WaitSpec(true, null, null, null)).process().status())
                .isEqualTo(ProcessStatus.KILLED);
        assertFails(
                ErrorCode.PROCESS_ENDED,
                () -> agent.call(Operation.PROCESS_SIGNAL, new ProcessRequest.SendSignal(id, Signal.USR1)));
    }

    @Test
    void processOutlivesTheConnectionThatStartedIt() {
        try (AgentClient other = TestAgent.connect()) {
            other.request(Operation.EXEC, named(id.value(), "echo a; sleep 0.2; echo b"));
            other.follow(2);
        }
        Result rest = attach(2L, true);
        assertThat(rest.out()).isEqualTo("b\n");
        assertThat(rest.complete().success()).isTrue();
    }

    @Test
    void waitingEndsWithTheConnection() {
        start("sleep 1000");
        int before = threads();
        try (AgentClient other = TestAgent.connect()) {
            other.request(Operation.PROCESS_WAIT, new ProcessRequest.Wait(id, new WaitSpec(true, null, null, null)));
        }
        try (AgentClient other = TestAgent.connect()) {
            other.request(Operation.PROCESS_ATTACH, new ProcessRequest.Attach(id, null, true));
            other.frame();
        }
        Deadline.await(() -> threads() <= before);
        kill(Signal.KILL, 0);
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> List.of(thread.getValue()).toString().contains("Dialogue.serve"))
                .count();
    }

    @Test
    void leftChildKeepsWritingWithoutHarm() throws IOException {
        Path file = TestAgent.home().resolve(id + ".alive");
        Result result = agent.exec(
                named(id.value(), "(sleep 0.2; echo late; echo late; echo alive > " + file + ") & echo early"));
        assertThat(result.out()).isEqualTo("early\n");
        Deadline.await(() -> Files.exists(file));
        assertThat(attach(null, false).out()).isEqualTo("early\n");
    }

    @Test
    void outputBeyondTheRetentionIsToldAsTruncated() {
        ProcessSpec spec =
                new ProcessSpec(id, "head -c 1000000 /dev/zero", null, null, null, null, null, false, null, 100_000L);
        agent.call(Operation.PROCESS_START, spec);
        await(new WaitSpec(true, null, null, null));
        Result result = attach(null, false);
        ProcessEvent.Truncated truncated =
                (ProcessEvent.Truncated) result.events().get(1);
        assertThat(truncated.from()).isZero();
        assertThat(truncated.to() + result.stdout().length).isEqualTo(1_000_000);
        assertThat(result.stdout().length).isBetween(50_000, 100_000);
        assertThat(result.complete().truncated()).isTrue();
        assertThat(result.complete().position()).isEqualTo(1_000_001);
    }

    @Test
    void outputBehindTheLimitOfAnExecIsLeftOutAndToldAtTheEnd() {
        ProcessSpec spec =
                new ProcessSpec(id, "seq 1 1000000; exit 5", null, null, null, null, null, false, null, 1_000L);
        Result result = agent.exec(spec);
        assertThat(result.stdout()).hasSize(1_000);
        assertThat(result.out()).startsWith("1\n2\n3\n");
        assertThat(result.events().subList(1, result.events().size()))
                .containsExactly(new ProcessEvent.Truncated(1_000, 6_888_896));
        assertThat(result.complete().truncated()).isTrue();
        assertThat(result.complete().exitCode()).isEqualTo(5);
        assertThat(result.complete().position()).isEqualTo(6_888_897);
        Result again = attach(null, true);
        assertThat(again.out()).isEqualTo(result.out());
        assertThat(again.events()).isEqualTo(result.events());
        assertThat(attach(500L, true).out()).isEqualTo(result.out().substring(500));
    }

    @Test
    void losslessReaderHoldsTheProcessBack() {
        ProcessSpec spec = new ProcessSpec(
                id, "cat; head -c 20000000 /dev/zero", null, null, null, null, null, true, null, 100_000L);
        agent.call(Operation.PROCESS_START, spec);
        agent.request(Operation.PROCESS_ATTACH, new ProcessRequest.Attach(id, null, true));
        assertThat(agent.event()).isInstanceOf(ProcessEvent.Start.class);
        try (AgentClient other = TestAgent.connect()) {
            other.request(Operation.PROCESS_STDIN, new ProcessRequest.Stdin(id, null, true));
            other.endOfData();
            other.reply(Operation.PROCESS_STDIN);
            long[] last = {-1};
            Deadline.await(() -> {
                ProcessInfo info = other.call(Operation.PROCESS_GET, new ProcessRequest.Get(id));
                boolean stands = info.outputBytes() > 0 && info.outputBytes() == last[0];
                last[0] = info.outputBytes();
                return stands;
            });
            assertThat(last[0]).isLessThan(5_000_000);
        }
        Result result = agent.follow(Long.MAX_VALUE);
        assertThat(result.stdout()).hasSize(20_000_000);
        assertThat(result.events()).isEmpty();
    }

    @Test
    void severalReadersSeeTheSame() throws Exception {
        start("for i in $(seq 1 3000); do echo line $i; echo err $i >&2; done");
        Result[] results = new Result[8];
        Thread[] readers = new Thread[results.length];
        for (int i = 0; i < readers.length; i++) {
            int reader = i;
            readers[i] = Thread.ofVirtual().start(() -> {
                try (AgentClient other = TestAgent.connect()) {
                    other.request(Operation.PROCESS_ATTACH, new ProcessRequest.Attach(id, null, reader % 2 == 0));
                    results[reader] = other.follow(Long.MAX_VALUE);
                }
            });
        }
        for (Thread reader : readers) {
            reader.join();
        }
        for (Result result : results) {
            assertThat(result.out()).isEqualTo(results[0].out()).endsWith("line 3000\n");
            assertThat(result.err()).isEqualTo(results[0].err()).endsWith("err 3000\n");
        }
    }

    @Test
    void wrongUseIsAnError() {
        assertThat(agent.exec(shell("true")).complete().success()).isTrue();
        assertFails(
                ErrorCode.INVALID_VALUE, () -> agent.call(Operation.PROCESS_ATTACH, Map.of("id", "a", "after", -1)));
    }
}
