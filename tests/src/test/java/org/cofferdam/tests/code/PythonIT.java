package org.cofferdam.tests.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.RunStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.ContextInfo;
import org.cofferdam.protocol.code.ContextSpec;
import org.cofferdam.protocol.code.ContextState;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.code.RunResult;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.code.RunStatus;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PythonIT {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int BURST = 20;

    private static final Set<String> DRAWN = ConcurrentHashMap.newKeySet();

    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "python");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static ContextId context(String id) {
        return sandbox.code()
                .createContext(new ContextSpec(new ContextId(id), null, null, null))
                .id();
    }

    private static RunSpec spec(ContextId context, String code, @Nullable String stdin, @Nullable Long timeoutMillis) {
        return new RunSpec(null, code, context, null, null, stdin, timeoutMillis, null);
    }

    @Test
    void defaultContextIsMadeOnDemandAndKeepsState() {
        assertThat(sandbox.code().run("x = 40").status()).isEqualTo(RunStatus.OK);
        RunResult result = sandbox.code().run("print('hello'); x + 2");
        assertThat(result.results()).containsExactly(Map.of("text", "42"));
        assertThat(String.join("", result.logs().stdout())).isEqualTo("hello\n");
        assertThat(result.executionCount()).isEqualTo(2);
        assertThat(result.contextId()).isEqualTo(new ContextId("default-python"));
    }

    @Test
    void contextsHaveTheirDirectoryAndVariablesAndAreIsolated() {
        ContextInfo info = sandbox.code()
                .createContext(new ContextSpec(new ContextId("own"), "python", "/tmp", Map.of("COLOUR", "blue")));
        assertThat(info.state()).isEqualTo(ContextState.IDLE);
        ContextId other = context("other");
        sandbox.code().run("y = 1", info.id());
        assertThat(sandbox.code()
                        .run("import os; os.getcwd(), os.environ['COLOUR']", info.id())
                        .results())
                .containsExactly(Map.of("text", "('/tmp', 'blue')"));
        RunResult foreign = sandbox.code().run("y", other);
        assertThat(foreign.status()).isEqualTo(RunStatus.ERROR);
        assertThat(foreign.raised().name()).isEqualTo("NameError");
        assertThat(sandbox.code().contexts()).extracting(ContextInfo::id).contains(info.id(), other);
        sandbox.code().delete(other);
        SandboxException gone = catchThrowableOfType(
                SandboxException.class, () -> sandbox.code().context(other));
        assertThat(gone.code()).isEqualTo(ErrorCode.CONTEXT_NOT_FOUND);
    }

    @Test
    void variablesOfARunGoWithIt() {
        ContextId id = context("variables");
        RunSpec with =
                new RunSpec(null, "import os; os.environ.get('ONCE')", id, null, Map.of("ONCE", "1"), null, null, null);
        assertThat(sandbox.code().run(with).results()).containsExactly(Map.of("text", "'1'"));
        assertThat(sandbox.code().run("'ONCE' in os.environ", id).results()).containsExactly(Map.of("text", "False"));
    }

    @Test
    void resultsCarryEveryFormat() {
        ContextId id = context("formats");
        RunResult plot = sandbox.code()
                .run(
                        "import matplotlib.pyplot as plt, math\nplt.plot([math.sin(i / 10) for i in range(100)]); plt.show()",
                        id);
        assertThat(plot.error()).isNull();
        assertThat(Base64.getMimeDecoder()
                        .decode((String) plot.results().getFirst().get("png")))
                .startsWith(PNG);
        RunResult table = sandbox.code().run("import pandas as pd; pd.DataFrame({'a': [1, 2]})", id);
        assertThat(table.results().getFirst()).containsOnlyKeys("text", "html", "json");
        assertThat(table.results().getFirst().get("json"))
                .isEqualTo(Map.of(
                        "columns", List.of("a"), "index", List.of(0, 1), "data", List.of(List.of(1), List.of(2))));
        assertThat(sandbox.code().run("{'a': [1]}", id).results().getFirst().get("json"))
                .isEqualTo(Map.of("a", List.of(1)));
    }

    @Test
    void displaysAreUpdatedAndCleared() {
        ContextId id = context("displays");
        assertThat(sandbox.code()
                        .run("h = display('one', display_id='d'); h.update('two')", id)
                        .results())
                .containsExactly(Map.of("text", "'two'"));
        assertThat(sandbox.code()
                        .run("from IPython.display import clear_output\ndisplay(1); clear_output(); display(2)", id)
                        .results())
                .containsExactly(Map.of("text", "2"));
    }

    @Test
    void errorsAreTold() {
        ContextId id = context("errors");
        RunResult syntax = sandbox.code().run("def f(:", id);
        assertThat(syntax.status()).isEqualTo(RunStatus.ERROR);
        assertThat(syntax.raised().name()).isEqualTo("SyntaxError");
        RunResult raised = sandbox.code().run("1 / 0", id);
        assertThat(raised.raised().name()).isEqualTo("ZeroDivisionError");
        assertThat(raised.raised().traceback()).isNotEmpty();
        assertThat(sandbox.code().run("1", id).success()).isTrue();
    }

    @Test
    void inputFailsAtOnceUnlessItIsGiven() {
        ContextId id = context("input");
        assertThat(sandbox.code().run("input()", id).raised().name()).isEqualTo("StdinNotImplementedError");
        assertThat(sandbox.code()
                        .run(spec(id, "input() + input()", "a\nb\n", null))
                        .results())
                .containsExactly(Map.of("text", "'ab'"));
        assertThat(sandbox.code().run(spec(id, "input()", "", null)).raised().name())
                .isEqualTo("EOFError");
    }

    @Test
    void endOfTheKernelEndsTheRunAndTheContextGoesOn() {
        ContextId id = context("exits");
        RunResult exit = sandbox.code().run("z = 1\nimport os; os._exit(3)", id);
        assertThat(exit.status()).isEqualTo(RunStatus.KERNEL_DIED);
        assertThat(exit.restarted()).isTrue();
        assertThat(exit.raised().value()).contains("exit code 3");
        assertThat(sandbox.code().run("'z' in globals()", id).results()).containsExactly(Map.of("text", "False"));
        ContextInfo info = sandbox.code().context(id);
        assertThat(info.restarts()).isEqualTo(1);
        assertThat(info.restarted()).contains("exit code 3");
    }

    @Test
    void kernelKilledFromOutsideEndsItsRun() {
        ContextId id = context("killed");
        RunResult result = sandbox.code().run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", id);
        assertThat(result.status()).isEqualTo(RunStatus.KERNEL_DIED);
        assertThat(result.raised().value()).contains("KILL");
    }

    @Test
    void timeoutInterruptsAndKeepsTheKernelThatObeys() {
        ContextId id = context("timeout");
        sandbox.code().run("kept = 1", id);
        RunResult loop = sandbox.code().run(spec(id, "while True: pass", null, 300L));
        assertThat(loop.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(loop.restarted()).isFalse();
        assertThat(sandbox.code().run("kept", id).results()).containsExactly(Map.of("text", "1"));
    }

    @Test
    void timeoutRestartsTheKernelThatDoesNotObey() {
        ContextId id = context("stubborn");
        String stubborn = "import time\nwhile True:\n  try:\n    time.sleep(60)\n  except KeyboardInterrupt:\n    pass";
        RunResult result = sandbox.code().run(spec(id, stubborn, null, 300L));
        assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(result.restarted()).isTrue();
        assertThat(sandbox.code().run("1", id).success()).isTrue();
    }

    @Test
    void interruptEndsARunAndThoseBehindItGoOn() throws Exception {
        ContextId id = context("interrupt");
        CompletableFuture<RunResult> loop =
                CompletableFuture.supplyAsync(() -> sandbox.code().run("while True: pass", id));
        Await.until("busy", PATIENCE, () -> sandbox.code().context(id).state() == ContextState.BUSY);
        CompletableFuture<RunResult> next =
                CompletableFuture.supplyAsync(() -> sandbox.code().run("'next'", id));
        Await.until("queued", PATIENCE, () -> sandbox.code().context(id).queued() == 1);
        sandbox.code().interrupt(id);
        RunResult interrupted = loop.get();
        assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(interrupted.raised().name()).isEqualTo("KeyboardInterrupt");
        assertThat(next.get().results()).containsExactly(Map.of("text", "'next'"));
    }

    @Test
    void outputComesAsItIsPrintedAndARunThatWasLeftIsFoundAgain() throws Exception {
        ContextId id = context("live");
        String waits =
                "import os, time\nprint('first', flush=True)\nwhile not os.path.exists('/tmp/go'): time.sleep(0.01)\nprint('second'); 7";
        RunId run;
        List<RunEvent> seen = new ArrayList<>();
        try (RunStream stream = sandbox.code().stream(spec(id, waits, null, null))) {
            run = stream.id();
            assertThat(stream.next()).isInstanceOf(RunEvent.Start.class);
            assertThat(stream.next())
                    .isInstanceOfSatisfying(
                            RunEvent.Stdout.class, out -> assertThat(out.data()).isEqualTo("first\n"));
        }
        sandbox.files().write("/tmp/go", "");
        try (RunStream again = sandbox.code().follow(run)) {
            again.forEach(seen::add);
        }
        assertThat(seen).first().isInstanceOf(RunEvent.Start.class);
        assertThat(seen.stream()
                        .filter(RunEvent.Stdout.class::isInstance)
                        .map(event -> ((RunEvent.Stdout) event).data())
                        .collect(Collectors.joining()))
                .isEqualTo("first\nsecond\n");
        assertThat(seen)
                .last()
                .isInstanceOfSatisfying(
                        RunEvent.Complete.class,
                        end -> assertThat(end.success()).isTrue());
        assertThat(seen).extracting(RunEvent::number).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void manyContextsAppearAtOnce() {
        List<CompletableFuture<ContextInfo>> all = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            String id = "burst-" + i;
            all.add(CompletableFuture.supplyAsync(
                    () -> sandbox.code().createContext(new ContextSpec(new ContextId(id), null, null, null)),
                    Thread::startVirtualThread));
        }
        for (CompletableFuture<ContextInfo> one : all) {
            ContextId id = one.join().id();
            RunResult random = sandbox.code().run("import random, numpy; (random.random(), numpy.random.rand())", id);
            assertThat(DRAWN.add((String) random.results().getFirst().get("text")))
                    .isTrue();
            sandbox.code().delete(id);
        }
    }

    @Test
    void variablesThatItsParentHasFixedStillReachAKernel() {
        ContextInfo info = sandbox.code()
                .createContext(new ContextSpec(new ContextId("fixed"), null, null, Map.of("PYTHONHASHSEED", "1")));
        assertThat(sandbox.code()
                        .run("import sys; sys.flags.hash_randomization", info.id())
                        .results())
                .containsExactly(Map.of("text", "1"));
        SandboxException nowhere = catchThrowableOfType(
                SandboxException.class,
                () -> sandbox.code().createContext(new ContextSpec(null, null, "/nowhere", null)));
        assertThat(nowhere.code()).isEqualTo(ErrorCode.CWD_NOT_FOUND);
    }

    @Test
    void cellThatForksAndOutputThatIsNotTextAreNoTrouble() {
        ContextId id = context("forks");
        RunResult forked =
                sandbox.code().run("import os\npid = os.fork()\nif pid == 0: os._exit(0)\nos.waitpid(pid, 0)[1]", id);
        assertThat(forked.results()).containsExactly(Map.of("text", "0"));
        RunResult program = sandbox.code().run("import subprocess; subprocess.run(['echo', 'by a program']); None", id);
        assertThat(String.join("", program.logs().stdout())).isEqualTo("by a program\n");
        RunResult bytes = sandbox.code().run("import sys; sys.stdout.buffer.write(b'\\xff\\x00\\x01') and None", id);
        assertThat(bytes.status().ended()).isTrue();
        RunResult odd = sandbox.code().run("print('\\ud800 \\x00 \\x1b[31m')", id);
        assertThat(String.join("", odd.logs().stdout())).isEqualTo("? \0 \u001b[31m\n");
        assertThat(sandbox.code().run("1", id).success()).isTrue();
    }

    @Test
    void packagesThatAreInstalledAreThereAtOnce() {
        ContextId id = context("packages");
        sandbox.files()
                .write(
                        "/tmp/own/setup.py",
                        "from setuptools import setup; setup(name='own', version='1', py_modules=['own'])");
        sandbox.files().write("/tmp/own/own.py", "ANSWER = 42");
        RunResult installed =
                sandbox.code().run("%pip install --no-index --no-build-isolation /tmp/own\nimport own; own.ANSWER", id);
        assertThat(installed.error()).isNull();
        assertThat(installed.results()).last().isEqualTo(Map.of("text", "42"));
    }

    @Test
    void runsOfOneContextKeepTheirOrder() {
        ContextId id = context("order");
        sandbox.code().run("seen = []", id);
        List<CompletableFuture<RunResult>> runs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            runs.add(CompletableFuture.supplyAsync(() -> sandbox.code().run("seen.append(len(seen))", id)));
        }
        runs.forEach(run -> assertThat(run.join().success()).isTrue());
        assertThat(sandbox.code().run("seen == list(range(20))", id).results()).containsExactly(Map.of("text", "True"));
    }

    @Test
    void muchOutputIsBoundedAndSaysSo() {
        ContextId id = context("much");
        RunResult result = sandbox.code().run("for i in range(1000): print('x' * 100_000)", id);
        assertThat(result.success()).isTrue();
        assertThat(result.truncated()).isTrue();
    }

    @Test
    void takenExecutionIdIsRefusedAndAnUnknownLanguageToo() {
        ContextId id = context("taken");
        RunSpec named = new RunSpec(new RunId("taken"), "1", id, null, null, null, null, null);
        sandbox.code().run(named);
        assertThat(catchThrowableOfType(
                                SandboxException.class, () -> sandbox.code().run(named))
                        .code())
                .isEqualTo(ErrorCode.EXECUTION_EXISTS);
        RunSpec cobol = new RunSpec(null, "1", null, "cobol", null, null, null, null);
        assertThat(catchThrowableOfType(
                                SandboxException.class, () -> sandbox.code().run(cobol))
                        .code())
                .isEqualTo(ErrorCode.LANGUAGE_UNKNOWN);
    }
}
