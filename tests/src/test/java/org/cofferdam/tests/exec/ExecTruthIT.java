package org.cofferdam.tests.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every byte, the true status, no hang; many runs, 16 at once. {@code -Dcofferdam.runs=200} for as many of the large outputs as of the
 * small ones.
 */
@ExtendWith(OneServer.class)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ExecTruthIT {

    private static final int AT_ONCE = 16;
    private static final int RUNS = 200;
    private static final int LARGE_RUNS = Integer.getInteger("cofferdam.runs", 32);
    private static final int HUGE_RUNS = Integer.getInteger("cofferdam.runs", 4);

    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "truth");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "printf '%0100000d' 7",
                "printf '\\xff\\xfe\\xc3('; printf 'half \\xe2\\x82'; printf '\\xac whole' >&2; printf '\\x00\\x80'",
                "for i in $(seq 64); do printf \"$(printf '\\\\x%02x' {1..255})\"; printf '\\0'; done",
                "exit 7",
                "echo before; exit 255",
                "kill -9 $$",
                "echo out; echo err >&2; kill -TERM $$",
                "cat; echo status $?",
                "read line || echo end of file",
                "no-such-program-at-all",
            })
    void smallCommandIsAsTheKernelSaysIt(String command) throws Exception {
        Local local = Local.run(command);
        AtOnce.run(RUNS, AT_ONCE, i -> {
            CommandResult result = i % 2 == 0 ? sandbox.exec(command) : streamed(command);
            assertThat(result.stdoutBytes()).isEqualTo(local.stdout());
            assertThat(comparable(result.stderrBytes())).isEqualTo(comparable(local.stderr()));
            assertThat(result.exitCode()).isEqualTo(local.exitCode());
            assertThat(result.signal())
                    .isEqualTo(local.signalNumber() == null ? null : local.signalNumber() == 9 ? "KILL" : "TERM");
            assertThat(result.status())
                    .isEqualTo(local.exitCode() == null ? ProcessStatus.SIGNALED : ProcessStatus.EXITED);
            assertThat(result.truncated()).isFalse();
            return result;
        });
    }

    /** bash begins its complaints with its own name and line, which differ by where it was started. */
    private static String comparable(byte[] stderr) {
        return new String(stderr, StandardCharsets.ISO_8859_1).replaceFirst("^[^:]*: line \\d+: ", "");
    }

    private static CommandResult streamed(String command) {
        try (ExecStream stream = sandbox.execStream(command)) {
            return stream.result();
        }
    }

    @Test
    void longOutputIsWhole() throws Exception {
        String command = "seq 1 2000000";
        String expected = Digest.of(Local.run(command).stdout());
        AtOnce.run(LARGE_RUNS, AT_ONCE, i -> {
            if (i % 8 == 0) {
                CommandResult result = sandbox.exec(command);
                assertThat(Digest.of(result.stdoutBytes())).isEqualTo(expected);
                assertThat(result.success()).isTrue();
            } else {
                assertWhole(command, expected);
            }
            return i;
        });
    }

    @Test
    void hundredMegabytesOfRandomBytesInBase64AreWhole() throws Exception {
        CommandResult made =
                sandbox.exec("head -c 100000000 /dev/urandom >/tmp/random && base64 /tmp/random | sha256sum");
        String expected = made.stdout().substring(0, 64);
        AtOnce.run(HUGE_RUNS, AT_ONCE, i -> {
            assertWhole("base64 /tmp/random", expected);
            return i;
        });
        CommandResult inOnePiece = sandbox.exec("base64 /tmp/random; rm /tmp/random");
        assertThat(Digest.of(inOnePiece.stdoutBytes())).isEqualTo(expected);
    }

    private static void assertWhole(String command, String expected) {
        try (ExecStream stream = sandbox.execStream(command)) {
            Digest digest = Digest.of(stream);
            assertThat(digest.stdout()).isEqualTo(expected);
            assertThat(digest.end().success()).isTrue();
            assertThat(digest.end().truncated()).isFalse();
        }
    }

    @Test
    void childLeftInTheBackgroundHoldsNothingUp() throws Exception {
        AtOnce.run(RUNS, AT_ONCE, i -> {
            long before = System.nanoTime();
            CommandResult result = sandbox.exec("sleep 60 & echo started");
            assertThat(result.stdout()).isEqualTo("started\n");
            assertThat(result.exitCode()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
            return i;
        });
        sandbox.exec("pkill -KILL sleep");
    }

    @Test
    void standardInputArrivesWhole() throws Exception {
        AtOnce.run(RUNS, AT_ONCE, i -> {
            String input = "grüße\n".repeat(1 + i * 37);
            CommandResult result = sandbox.exec(Command.of("cat").stdin(input));
            assertThat(result.stdout()).isEqualTo(input);
            return i;
        });
    }

    @Test
    void standardInputThatNobodyReadsHoldsNothingUp() {
        CommandResult result = sandbox.exec(Command.of("exit 3").stdin("x".repeat(1 << 20)));
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void timeoutEndsTheWholeTree() {
        CommandResult result = sandbox.exec(
                Command.of("echo before; (sleep 321 & sleep 321); echo never").timeout(Duration.ofMillis(500)));
        assertThat(result.status()).isEqualTo(ProcessStatus.TIMED_OUT);
        assertThat(result.exitCode()).isNull();
        assertThat(result.stdout()).isEqualTo("before\n");
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(10));
        assertThat(sandbox.exec("pgrep -xf 'sleep 321'").stdout()).isEmpty();
    }

    @Test
    void outputOverItsLimitIsSaidToBeCut() {
        CommandResult result = sandbox.exec(Command.of("yes | head -c 1000000").maxOutputBytes(100_000));
        assertThat(result.truncated()).isTrue();
        assertThat(result.exitCode()).isZero();
        assertThat(result.stdoutBytes()).hasSizeLessThanOrEqualTo(100_000);
    }

    @Test
    void directoryVariablesAndUserAreTheCommandsOwn() {
        CommandResult result = sandbox.exec(Command.of("pwd; echo $A; echo ${HOME-none}; whoami")
                .cwd("/tmp")
                .env("A", "b c")
                .unsetEnv("HOME")
                .user("sandbox"));
        assertThat(result.stdout()).isEqualTo("/tmp\nb c\nnone\nsandbox\n");
        assertThat(sandbox.exec("pwd; echo ${A-unset}").stdout()).isEqualTo("/workspace\nunset\n");
    }

    @Test
    void argumentsAreNoShellText() {
        CommandResult result = sandbox.exec(Command.ofArgv("printf", "%s|", "a b", "$HOME", "'\"", ""));
        assertThat(result.stdout()).isEqualTo("a b|$HOME|'\"||");
    }
}
