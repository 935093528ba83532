package org.cofferdam.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxProcess;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProcessIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "process");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    /** The loop that everybody wants: start a server, wait for its port, read its logs as events. */
    @Test
    void serverIsStartedAwaitedAndRead() {
        SandboxProcess server =
                sandbox.start(Command.of("python3 -u -m http.server 8123").cwd("/tmp"));
        server.waitForPort(8123, SOON);
        assertThat(server.waitForHttp(8123, "/", 200, SOON)).isEqualTo(200);
        sandbox.exec("curl -s http://localhost:8123/nothing-here");
        assertThat(server.waitForLog("nothing-here", SOON)).contains("404");
        assertThat(server.waitForLog(Pattern.compile("GET / HTTP/1\\.[01]\" 200"), SOON))
                .contains("GET /");
        try (ExecStream events = server.events()) {
            StringBuilder text = new StringBuilder();
            for (ProcessEvent event : events) {
                if (event instanceof ProcessEvent.Output output) {
                    text.append(new String(output.bytes(), java.nio.charset.StandardCharsets.UTF_8));
                }
                if (text.indexOf("nothing-here") >= 0) {
                    break;
                }
            }
            assertThat(text).contains("nothing-here");
        }
        assertThat(server.kill(Signal.TERM, Duration.ofSeconds(5)).status()).isEqualTo(ProcessStatus.KILLED);
    }

    @Test
    void takenIdIsRefused() {
        SandboxProcess first = sandbox.start(Command.of("sleep 300").processId("mine"));
        assertThat(codeOf(() -> sandbox.start(Command.of("true").processId("mine"))))
                .isEqualTo(ErrorCode.PROCESS_EXISTS);
        assertThat(sandbox.process("mine").info().status()).isEqualTo(ProcessStatus.RUNNING);
        assertThat(sandbox.processes()).extracting(ProcessInfo::id).contains(first.id());
        first.kill();
        assertThat(first.info().status()).isEqualTo(ProcessStatus.KILLED);
    }

    @Test
    void endIsAwaited() {
        SandboxProcess process = sandbox.start("sleep 0.3; echo done; exit 4");
        assertThat(codeOf(() -> process.waitForExit(Duration.ofMillis(50)))).isEqualTo(ErrorCode.WAIT_TIMEOUT);
        ProcessInfo ended = process.waitForExit(SOON);
        assertThat(ended.status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.endedAt()).isNotNull();
        assertThat(process.logs()).isEqualTo("done\n");
        assertThat(codeOf(() -> process.waitForLog("never printed", SOON))).isEqualTo(ErrorCode.PROCESS_ENDED);
        assertThat(codeOf(() -> process.signal(Signal.HUP))).isEqualTo(ErrorCode.PROCESS_ENDED);
    }

    @Test
    void killReachesChildrenThatHideAway() {
        String nest = "(setsid bash -c 'sleep 4711 & sleep 4711' &) ; trap '' TERM; sleep 4711 & wait; sleep 4711";
        SandboxProcess process = sandbox.start(nest);
        Await.until("All children", SOON, () -> count("sleep 4711") >= 3);
        process.kill(Signal.TERM, Duration.ofMillis(300));
        assertThat(count("sleep 4711")).isZero();
    }

    private static int count(String commandLine) {
        return Integer.parseInt(
                sandbox.exec("pgrep -cxf '" + commandLine + "'; true").stdout().strip());
    }

    @Test
    void signalIsTheOneThatWasAskedFor() {
        SandboxProcess process =
                sandbox.start("trap 'echo got USR1' USR1; echo ready; while true; do sleep 0.05; done");
        process.waitForLog("ready", SOON);
        process.signal(Signal.USR1);
        process.waitForLog("got USR1", SOON);
        assertThat(process.info().status()).isEqualTo(ProcessStatus.RUNNING);
        process.signal(Signal.KILL);
        assertThat(process.waitForExit(SOON).signal()).isEqualTo("KILL");
    }

    @Test
    void standardInputIsWrittenInParts() {
        SandboxProcess process = sandbox.start(
                Command.of("while read -r l; do echo \"<$l>\"; done; echo end").openStdin());
        process.writeStdin("one\n");
        process.waitForLog("<one>", SOON);
        process.writeStdin("two\nthree");
        process.closeStdin();
        process.waitForExit(SOON);
        assertThat(process.logs()).isEqualTo("<one>\n<two>\nend\n");
    }

    @Test
    void readersComeAndGoWithoutHurtingEachOther() throws Exception {
        SandboxProcess process = sandbox.start("for i in $(seq 1 3000); do echo line $i; done; sleep 0.5; echo last");
        List<CommandResult> results = AtOnce.run(8, 8, i -> {
            if (i % 2 == 1) {
                try (ExecStream leaves = process.events()) {
                    leaves.next();
                }
            }
            try (ExecStream stays = process.events()) {
                return stays.result();
            }
        });
        assertThat(results)
                .extracting(CommandResult::stdout)
                .allMatch(text -> text.equals(results.getFirst().stdout()));
        assertThat(results.getFirst().stdout().lines()).hasSize(3001).last().isEqualTo("last");
    }

    @Test
    void eventsBehindAPositionMissNothing() {
        SandboxProcess process = sandbox.start("for i in $(seq 1 500); do echo $i; done");
        process.waitForExit(SOON);
        String whole = process.logs();
        List<Long> positions = new ArrayList<>();
        try (ExecStream events = process.events()) {
            events.forEach(event -> positions.add(event.position()));
        }
        for (long after = 0; after < whole.length(); after += 97) {
            try (ExecStream rest = process.events(after)) {
                assertThat(rest.result().stdout()).isEqualTo(whole.substring((int) after));
            }
        }
        assertThat(positions).isSorted().last().isEqualTo(whole.length() + 1L);
    }

    @Test
    void allAreKilledAtOnce(RunningServer server, Cofferdam cofferdam) {
        Sandbox crowded = server.newSandbox(cofferdam, "crowded");
        for (int i = 0; i < 5; i++) {
            crowded.start("sleep 999");
        }
        assertThat(crowded.killAll()).isEqualTo(5);
        assertThat(crowded.processes()).extracting(ProcessInfo::status).containsOnly(ProcessStatus.KILLED);
        assertThat(crowded.exec("pgrep -c sleep").stdout()).isEqualTo("0\n");
        crowded.destroy();
    }

    private static ErrorCode codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        SandboxException refused = catchThrowableOfType(SandboxException.class, call);
        assertThat(refused).isNotNull();
        return refused.code();
    }
}
