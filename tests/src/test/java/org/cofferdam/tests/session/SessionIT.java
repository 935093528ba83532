package org.cofferdam.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxProcess;
import org.cofferdam.client.Session;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionSpec;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SessionIT {

    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "session");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @Test
    void shellKeepsWhatACommandChanged() {
        Session session = sandbox.createSession("keeps");
        session.exec("cd /tmp; export E=exported; P=plain; f() { echo \"f $1\"; }; alias g='echo aliased'; umask 027");
        session.exec("set -o noclobber; shopt -s nullglob");
        assertThat(session.exec("pwd; echo $E $P; f x; g; umask").stdout())
                .isEqualTo("/tmp\nexported plain\nf x\naliased\n0027\n");
        assertThat(session.exec("set -o | grep noclobber; shopt nullglob").stdout())
                .containsPattern("on\\s.*on");
        assertThat(sandbox.exec("echo ${E-none}; pwd").stdout()).isEqualTo("none\n/workspace\n");
    }

    @Test
    void directoryAndVariablesOfOneCommandDoNotLeak() {
        Session session = sandbox.createSession("leaks");
        CommandResult first =
                session.exec(Command.of("pwd; echo $ONE").cwd("/usr").env("ONE", "1"));
        assertThat(first.stdout()).isEqualTo("/usr\n1\n");
        assertThat(session.exec("pwd; echo ${ONE-none}").stdout()).isEqualTo("/workspace\nnone\n");
    }

    @Test
    void variablesOfSandboxSessionAndCommandCoverEachOther() {
        sandbox.setEnv(Map.of("LAYER", "sandbox", "LOW", "sandbox"));
        Session session =
                sandbox.createSession(new SessionSpec(new SessionId("layers"), null, Map.of("LAYER", "session"), null));
        String show = "echo $LAYER ${LOW-unset} ${PATH:+image}";
        assertThat(sandbox.exec(show).stdout()).isEqualTo("sandbox sandbox image\n");
        assertThat(session.exec(show).stdout()).isEqualTo("session sandbox image\n");
        assertThat(session.exec(Command.of(show).env("LAYER", "command").unsetEnv("LOW"))
                        .stdout())
                .isEqualTo("command unset image\n");
        assertThat(session.exec(show).stdout()).isEqualTo("session sandbox image\n");
        SandboxException refused = catchThrowableOfType(
                SandboxException.class, () -> session.exec(Command.of("true").env("NOT A NAME", "x")));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ENVIRONMENT);
    }

    @Test
    void programThatDiedByASignalIsTheShellsStatusAndTheShellsOwnDeathIsASignal() {
        Session session = sandbox.createSession("signals");
        CommandResult program = session.exec("sh -c 'kill -9 $$'");
        assertThat(program.status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(program.exitCode()).isEqualTo(137);
        assertThat(program.sessionEnded()).isFalse();
        CommandResult shell = session.exec("kill -9 $$");
        assertThat(shell.status()).isEqualTo(ProcessStatus.SIGNALED);
        assertThat(shell.signal()).isEqualTo("KILL");
        assertThat(shell.exitCode()).isNull();
        assertThat(shell.sessionEnded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        exit 3                 | 3
        exec true              | 0
        set -e; false          | 1
        """)
    void commandThatEndsTheShellSaysSo(String command, int exitCode) {
        Session session = sandbox.createSession("ends-" + exitCode);
        session.exec("X=before");
        CommandResult result = session.exec(command);
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(result.sessionEnded()).isTrue();
        CommandResult next = session.exec("echo fresh ${X-none}");
        assertThat(next.stdout()).isEqualTo("fresh none\n");
        assertThat(next.sessionEnded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        echo "unclosed
        echo 'unclosed
        if true; then
        { echo
        echo $(
        cat <<END
        """)
    void unclosedTextIsAnErrorOfThatCommandOnly(String command) {
        Session session = sandbox.session("default");
        CommandResult result = session.exec(Command.of(command).timeout(Duration.ofSeconds(10)));
        assertThat(result.status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(session.exec("echo here").stdout()).isEqualTo("here\n");
    }

    @Test
    void standardInputIsEmptyUnlessGiven() {
        Session session = sandbox.createSession("stdin");
        assertThat(session.exec("cat; echo end").stdout()).isEqualTo("end\n");
        assertThat(session.exec(Command.of("cat").stdin("given")).stdout()).isEqualTo("given");
        assertThat(session.exec("read x || echo nothing").stdout()).isEqualTo("nothing\n");
    }

    @Test
    void timeoutKillsTheCommandAndKeepsTheShell() {
        Session session = sandbox.createSession("timeout");
        session.exec("Z=kept");
        CommandResult result =
                session.exec(Command.of("echo begin; sleep 777; echo never").timeout(Duration.ofMillis(300)));
        assertThat(result.status()).isEqualTo(ProcessStatus.TIMED_OUT);
        assertThat(result.stdout()).isEqualTo("begin\n");
        assertThat(session.exec("echo $Z").stdout()).isEqualTo(result.sessionEnded() ? "\n" : "kept\n");
        assertThat(sandbox.exec("pgrep -xf 'sleep 777'").stdout()).isEmpty();
    }

    @Test
    void commandsOfOneSessionRunOneAtATime() throws Exception {
        Session session = sandbox.createSession("queue");
        session.exec("N=0");
        AtOnce.run(40, 16, _ -> session.exec("M=$N; for i in 1 2 3 4 5 6 7 8 9; do :; done; N=$((M+1))"));
        assertThat(session.exec("echo $N").stdout()).isEqualTo("40\n");
    }

    @Test
    void sessionsRunInParallelAndTheirOutputsNeverMix() throws Exception {
        List<Session> sessions = AtOnce.run(16, 16, i -> sandbox.createSession("parallel-" + i));
        List<CommandResult> results = AtOnce.run(16 * 20, 16, i -> {
            Session session = sessions.get(i % 16);
            return session.exec("for i in $(seq 50); do echo " + i + "; done; echo " + i + " >&2");
        });
        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i).stdout()).isEqualTo((i + "\n").repeat(50));
            assertThat(results.get(i).stderr()).isEqualTo(i + "\n");
        }
    }

    @Test
    void deletingEndsWhatRunsInIt() {
        Session session = sandbox.createSession(new SessionSpec(new SessionId("doomed"), "/tmp", null, null));
        SandboxProcess process = session.start(Command.of("sleep 888 & sleep 888"));
        assertThat(sandbox.sessions()).extracting(SessionInfo::id).contains(session.id());
        assertThat(session.info().cwd()).isEqualTo("/tmp");
        session.delete();
        assertThat(process.waitForExit(Duration.ofSeconds(10)).status().ended()).isTrue();
        assertThat(sandbox.exec("pgrep -xf 'sleep 888'").stdout()).isEmpty();
        SandboxException gone = catchThrowableOfType(SandboxException.class, session::info);
        assertThat(gone.code()).isEqualTo(ErrorCode.SESSION_NOT_FOUND);
    }

    @Test
    void takenIdIsRefused() {
        sandbox.createSession("taken");
        SandboxException refused = catchThrowableOfType(SandboxException.class, () -> sandbox.createSession("taken"));
        assertThat(refused.code()).isEqualTo(ErrorCode.SESSION_EXISTS);
    }
}
