package org.cofferdam.tests.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.Session;
import org.cofferdam.client.Terminal;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TerminalIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "terminal");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static TerminalSpec command(String id, String command) {
        return new TerminalSpec(new ProcessId(id), command, null, null, null, null, null, null, null);
    }

    @Test
    void shellInATerminalHasSizeColoursAndJobControl() {
        Terminal terminal = sandbox.openTerminal(
                new TerminalSpec(null, null, null, null, null, null, null, new TerminalSize(100, 30), null));
        terminal.type("stty size; stty -a | grep -o iutf8; tty; echo T=$TERM:$COLORTERM:$SHELL\r");
        terminal.process().waitForLog(Pattern.compile("30 100"), LIMIT);
        terminal.process().waitForLog(Pattern.compile("iutf8\\r?$"), LIMIT);
        terminal.process().waitForLog(Pattern.compile("/dev/pts/\\d"), LIMIT);
        terminal.process().waitForLog(Pattern.compile("T=xterm-256color:truecolor:/bin/bash"), LIMIT);
        terminal.resize(90, 20);
        terminal.type("stty size\r");
        terminal.process().waitForLog(Pattern.compile("20 90"), LIMIT);
        terminal.type("sleep 1000\r");
        terminal.process().waitForLog("sleep 1000", LIMIT);
        terminal.type("\u0003");
        terminal.process().waitForLog("^C", LIMIT);
        terminal.type("exit 7\r");
        assertThat(terminal.process().waitForExit(LIMIT).exitCode()).isEqualTo(7);
    }

    @Test
    void hangUpEndsWhatRunsInIt() {
        Terminal terminal = sandbox.openTerminal(command("hangup", "sleep 1000; true"));
        assertThat(sandbox.terminals()).extracting(TerminalInfo::id).contains(terminal.id());
        TerminalInfo ended = terminal.hangUp();
        assertThat(ended.status()).isEqualTo(ProcessStatus.KILLED);
        assertThat(ended.signal()).isEqualTo("HUP");
    }

    @Test
    void outputResumesByPosition() {
        Terminal terminal = sandbox.openTerminal(command("resume", "seq 1 20000"));
        terminal.process().waitForExit(LIMIT);
        String all = IntStream.rangeClosed(1, 20_000).mapToObj(i -> i + "\r\n").collect(Collectors.joining());
        try (ExecStream whole = terminal.output(-1);
                ExecStream rest = terminal.output(100_000)) {
            assertThat(whole.result().stdout()).isEqualTo(all);
            assertThat(rest.result().stdout()).isEqualTo(all.substring(100_000));
        }
    }

    @Test
    void terminalStartsWhereItsSessionIs() {
        Session session = sandbox.createSession("for-terminal");
        session.exec("cd /usr/lib; export FROM_SESSION=yes");
        Terminal terminal = sandbox.openTerminal(new TerminalSpec(
                null, "pwd; echo $FROM_SESSION", null, new SessionId("for-terminal"), null, null, null, null, null));
        terminal.process().waitForExit(LIMIT);
        assertThat(terminal.process().logs()).isEqualTo("/usr/lib\r\nyes\r\n");
    }

    @Test
    void pasteOfAMegabyteArrivesWhole() {
        String line = "0123456789".repeat(10) + "\n";
        String paste = line.repeat((1 << 20) / line.length());
        Terminal terminal = sandbox.openTerminal(
                command("paste", "stty -echo; echo begin; head -c " + paste.length() + " | wc -c"));
        terminal.process().waitForLog("begin", LIMIT);
        terminal.type(paste);
        assertThat(terminal.process().waitForExit(LIMIT).exitCode()).isZero();
        assertThat(terminal.process().logs()).isEqualTo("begin\r\n" + paste.length() + "\r\n");
    }

    @Test
    void whatIsNoTerminalIsRefused() {
        sandbox.start(Command.of("sleep 1000").processId("no-terminal"));
        assertThat(code(() -> sandbox.terminal("no-terminal").info())).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(code(() -> sandbox.terminal("nowhere").info())).isEqualTo(ErrorCode.PROCESS_NOT_FOUND);
        assertThat(code(() -> new TerminalSize(0, 10))).isEqualTo(ErrorCode.INVALID_VALUE);
    }

    private static ErrorCode code(ThrowingCallable call) {
        SandboxException refusal = catchThrowableOfType(SandboxException.class, call);
        return refusal.code();
    }
}
