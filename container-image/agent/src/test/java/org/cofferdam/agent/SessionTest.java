package org.cofferdam.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cofferdam.agent.AgentClient.in;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.cofferdam.agent.AgentClient.Result;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionList;
import org.cofferdam.protocol.session.SessionRequest;
import org.cofferdam.protocol.session.SessionSpec;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SessionTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final AgentClient agent = TestAgent.connect();
    private final String session = "test-" + MADE.incrementAndGet();

    @BeforeEach
    void create() {
        create(session, null, null);
    }

    @AfterEach
    void delete() {
        agent.call(Operation.SESSION_DELETE, new SessionRequest.Delete(new SessionId(session)));
        agent.close();
    }

    private SessionInfo create(String id, @Nullable String cwd, @Nullable Map<String, String> env) {
        return agent.call(
                Operation.SESSION_CREATE,
                new SessionRequest.Create(new SessionSpec(new SessionId(id), cwd, env, null)));
    }

    private Result run(String command) {
        return agent.exec(in(session, command));
    }

    private String out(String command) {
        return run(command).out();
    }

    private ProcessSpec spec(
            String command,
            @Nullable String cwd,
            @Nullable Map<String, String> env,
            boolean stdin,
            @Nullable Long timeoutMillis) {
        return new ProcessSpec(null, command, null, new SessionId(session), cwd, env, null, stdin, timeoutMillis, null);
    }

    @Test
    void keepsWhatAShellKeeps() {
        run(
                "cd /tmp; plain=1; export EXPORTED=2; f() { echo f:$1; }; alias ll='echo alias'; umask 027; set -o pipefail");
        assertThat(out("pwd; echo $plain; bash -c 'echo $EXPORTED'; f x; ll; umask; false | true; echo $?"))
                .isEqualTo("/tmp\n1\n2\nf:x\nalias\n0027\n1\n");
        run("declare -A map=([a]=b); arr=(1 2)");
        assertThat(out("echo ${map[a]} ${arr[1]}")).isEqualTo("b 2\n");
    }

    @Test
    void separatesTheStreams() {
        Result result = run("echo out; echo err >&2; exit_code() { return 7; }; exit_code");
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
        assertThat(result.complete().exitCode()).isEqualTo(7);
        assertThat(result.complete().sessionEnded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'unclosed",
                "echo \"unclosed",
                "{ echo a;",
                "if true; then",
                "echo $((",
                "cat <<X; )",
                "done"
            })
    void errorOfSyntaxIsThatCommandsOnly(String command) {
        run("x=1");
        Result result = run(command);
        assertThat(result.complete().exitCode()).isNotZero();
        assertThat(result.complete().sessionEnded()).isFalse();
        assertThat(result.err()).contains("command: line");
        assertThat(out("echo $x")).isEqualTo("1\n");
    }

    @Test
    void endOfTheShellIsTold() {
        assertEnds("exit 3", 3);
        assertEnds("exec sh -c 'exit 4'", 4);
        assertEnds("set -e; false; echo no", 1);
        assertEnds("set -e; f() { false; }; f", 1);
        Result killed = run("kill -9 $$");
        assertThat(killed.complete().status()).isEqualTo(ProcessStatus.SIGNALED);
        assertThat(killed.complete().signal()).isEqualTo("KILL");
        assertThat(killed.complete().sessionEnded()).isTrue();
        assertThat(out("echo again")).isEqualTo("again\n");
    }

    private void assertEnds(String command, int status) {
        run("mark=1");
        Result result = run("echo before; " + command);
        assertThat(result.out()).isEqualTo("before\n");
        assertThat(result.complete().status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(result.complete().exitCode()).isEqualTo(status);
        assertThat(result.complete().sessionEnded()).isTrue();
        assertThat(out("echo \"[$mark]\"")).isEqualTo("[]\n");
    }

    @Test
    void breakAndReturnAndDeclareMeanWhatTheySay() {
        assertThat(run("break; echo still").out()).isEqualTo("still\n");
        assertThat(run("return 5").complete().exitCode()).isEqualTo(5);
        run("declare here=1");
        assertThat(out("echo $here")).isEqualTo("1\n");
    }

    @Test
    void optionsDoNotBreakTheSession() {
        run("set -C -u -f; shopt -s nullglob failglob; IFS=0; set -a; set -o pipefail");
        assertThat(out("echo a b")).isEqualTo("a b\n");
        run("unalias -a; printf() { echo no; }");
        assertThat(out("echo c")).isEqualTo("c\n");
        run("set -x");
        Result traced = run("echo d");
        assertThat(traced.out()).isEqualTo("d\n");
        assertThat(traced.err()).isEqualTo("++ echo d\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set -n", "builtin() { :; }", "set -r"})
    void shellThatCannotReportAnyMoreIsReplaced(String command) {
        Result result = run("echo out; " + command);
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.complete().status()).isEqualTo(ProcessStatus.LOST);
        assertThat(result.complete().sessionEnded()).isTrue();
        assertThat(out("echo again")).isEqualTo("again\n");
    }

    @Test
    void cwdAndEnvOfACommandDoNotLeak() {
        run("cd /tmp; OLDPWD=/var; export A=kept; B=plain; cd /usr");
        Map<String, String> env = new HashMap<>();
        env.put("A", null);
        env.put("B", "it's \"new\" $x\n");
        env.put("C", "c");
        Result result = agent.exec(spec(
                "pwd; echo \"[${A-unset}]\"; env | grep -c '^B=it'; cd /; export C=changed; pwd",
                "/etc",
                env,
                false,
                null));
        assertThat(result.out()).isEqualTo("/etc\n[unset]\n1\n/\n");
        assertThat(out("pwd; echo $OLDPWD; bash -c 'echo $A'; echo \"[$B]\"; bash -c 'echo \"[$B$C]\"'"))
                .isEqualTo("/usr\n/tmp\nkept\n[plain]\n[]\n");
    }

    @Test
    void cwdThatDoesNotExistIsTheCommandsError() {
        Result result = agent.exec(spec("pwd", "/nowhere", null, false, null));
        assertThat(result.complete().exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("/nowhere: No such file or directory");
        assertThat(out("pwd")).isEqualTo(TestAgent.home() + "\n");
    }

    @Test
    void bigOutputAndLongCommand() {
        assertThat(run("head -c 20000000 /dev/zero").stdout()).hasSize(20_000_000);
        String text = "y".repeat(100_000);
        assertThat(out("echo '" + text + "' # it's long")).isEqualTo(text + "\n");
    }

    @Test
    void backgroundJobDoesNotHoldUpNorMixIn() {
        long started = System.nanoTime();
        run("(while :; do echo noise; sleep 0.01; done) & sleep 0.1 & disown");
        assertThat(System.nanoTime() - started).isLessThan(5_000_000_000L);
        for (int i = 0; i < 20; i++) {
            assertThat(out("echo " + i)).isEqualTo(i + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep 1000; echo no",
                "while :; do :; done",
                "while :; do sleep 1000; done; echo no",
                "f() { g; echo no; }; g() { sleep 1000; echo no; }; f; echo no",
                "sleep 1000 | cat; echo no",
                "x=$(sleep 1000); echo no",
                "(sleep 1000; echo no); echo no",
                "eval 'sleep 1000; echo no'; echo no",
                "source <(echo 'sleep 1000; echo no'); echo no",
                "f() { source <(echo 'sleep 1000; echo no'); echo no; }; f || echo no; echo no",
                "source <(echo 'source <(echo sleep 1000; echo echo no); echo no'); echo no",
                "sleep 1000 & wait; echo no",
                "trap '' TERM; sleep 1000; echo no"
            })
    void timeoutLeavesTheSessionUsable(String command) {
        run("marker=kept; sleep 1000 & echo $! > /tmp/older-" + session);
        Result result = agent.exec(spec(command, null, null, false, 150L));
        assertThat(result.complete().status()).isEqualTo(ProcessStatus.TIMED_OUT);
        assertThat(result.complete().sessionEnded()).isFalse();
        assertThat(result.out()).isEmpty();
        assertThat(result.complete().durationMillis()).isBetween(150L, 5_000L);
        assertThat(out("f() { echo $marker; }; f")).isEqualTo("kept\n");
        assertThat(run("kill -0 $(cat /tmp/older-" + session + ")").complete().exitCode())
                .describedAs("what an earlier command left in the background")
                .isZero();
        run("kill $(cat /tmp/older-" + session + "); rm /tmp/older-" + session);
    }

    @Test
    void shellThatDoesNotGiveUpIsKilled() {
        Result result = agent.exec(spec("trap : 62; while :; do :; done", null, null, false, 100L));
        assertThat(result.complete().status()).isEqualTo(ProcessStatus.TIMED_OUT);
        assertThat(result.complete().sessionEnded()).isTrue();
        assertThat(out("echo again")).isEqualTo("again\n");
    }

    @Test
    void commandsOfOneSessionRunInOrderOfArrival() throws Exception {
        run("order=");
        List<Future<Result>> results = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                String command = "order=$order." + i + "; echo $order; sleep 0.005";
                results.add(callers.submit(runIn(session, command)));
            }
            String longest = "";
            for (Future<Result> result : results) {
                String line = result.get().out().strip();
                longest = line.length() > longest.length() ? line : longest;
            }
            for (Future<Result> result : results) {
                assertThat(longest).startsWith(result.get().out().strip());
            }
            assertThat(longest.split("\\.", -1)).hasSize(17);
        }
    }

    private static Callable<Result> runIn(String session, String command) {
        return () -> {
            try (AgentClient client = TestAgent.connect()) {
                return client.exec(in(session, command));
            }
        };
    }

    @Test
    void manySessionsAtOnceDoNotMix() throws Exception {
        List<Future<Boolean>> checks = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int s = 0; s < 16; s++) {
                String id = session + "-" + s;
                create(id, null, null);
                checks.add(callers.submit(() -> {
                    try (AgentClient client = TestAgent.connect()) {
                        boolean good = true;
                        for (int i = 0; i < 30; i++) {
                            Result result =
                                    client.exec(in(id, "echo " + id + "; echo " + i + " >&2; (exit " + i + ")"));
                            good &= result.out().equals(id + "\n")
                                    && result.err().equals(i + "\n");
                            good &= Integer.valueOf(i).equals(result.complete().exitCode());
                        }
                        client.call(Operation.SESSION_DELETE, new SessionRequest.Delete(new SessionId(id)));
                        return good;
                    }
                }));
            }
            for (Future<Boolean> check : checks) {
                assertThat(check.get()).isTrue();
            }
        }
    }

    @Test
    void deletingKillsAllInIt() {
        String id = session + "-gone";
        SessionInfo info = create(id, "/tmp", Map.of("MY", "own"));
        assertThat(info.cwd()).isEqualTo("/tmp");
        String pid = agent.exec(in(id, "echo $MY; setsid sleep 1000 & echo $!"))
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        try (AgentClient other = TestAgent.connect()) {
            other.request(Operation.EXEC, in(id, "sleep 1000"));
            other.frame();
            agent.call(Operation.SESSION_DELETE, new SessionRequest.Delete(new SessionId(id)));
            assertThat(other.follow(Long.MAX_VALUE).complete().status()).isEqualTo(ProcessStatus.KILLED);
        }
        Deadline.await(() -> !new java.io.File("/proc/" + pid).exists());
        assertThatThrownBy(() -> agent.exec(in(id, "true")))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_NOT_FOUND));
    }

    @Test
    void killTakesAWaitingCommandOutOfTheQueue() {
        ProcessSpec first = in(session, "sleep 1000").withId(new ProcessId(session + "-first"));
        ProcessSpec second = in(session, "echo no").withId(new ProcessId(session + "-second"));
        agent.call(Operation.PROCESS_START, first);
        ProcessInfo waiting = agent.call(Operation.PROCESS_START, second);
        assertThat(waiting.status()).isEqualTo(ProcessStatus.QUEUED);
        ProcessInfo cancelled = agent.call(
                Operation.PROCESS_KILL, new ProcessRequest.Kill(new ProcessId(session + "-second"), Signal.TERM, 1000));
        assertThat(cancelled.status()).isEqualTo(ProcessStatus.KILLED);
        ProcessInfo killed = agent.call(
                Operation.PROCESS_KILL, new ProcessRequest.Kill(new ProcessId(session + "-first"), Signal.TERM, 1000));
        assertThat(killed.status()).isEqualTo(ProcessStatus.KILLED);
        assertThat(out("echo usable")).isEqualTo("usable\n");
    }

    @Test
    void defaultSessionIsMadeOnFirstUse() {
        agent.exec(in("default", "d=1"));
        assertThat(agent.exec(in("default", "echo $d")).out()).isEqualTo("1\n");
        SessionList list = agent.call(Operation.SESSION_LIST, new SessionRequest.ListAll());
        assertThat(list.items()).extracting(SessionInfo::id).contains(SessionId.DEFAULT, new SessionId(session));
        assertThatThrownBy(() -> create(session, null, null))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_EXISTS));
        assertThatThrownBy(() -> create("nowhere", "/no/such/directory", null))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CWD_NOT_FOUND));
    }

    @Test
    void shellThatEndsBetweenCommandsIsReplaced() {
        for (int i = 0; i < 20; i++) {
            run("(sleep 0.00" + i % 5 + "; kill -9 $$) > /dev/null 2>&1 &");
            Result result = run("echo out");
            if (!result.complete().sessionEnded()) {
                assertThat(result.out()).isEqualTo("out\n");
            }
        }
    }
}
