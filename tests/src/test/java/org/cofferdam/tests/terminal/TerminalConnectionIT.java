package org.cofferdam.tests.terminal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.Terminal;
import org.cofferdam.client.TerminalConnection;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.cofferdam.tests.stage.CutProxy;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TerminalConnectionIT {

    private static final int CUTS = 5;

    private static Terminal open(Sandbox sandbox, String command) {
        return sandbox.openTerminal(new TerminalSpec(null, command, null, null, null, null, null, null, null));
    }

    private static String numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> i + "\r\n").collect(Collectors.joining());
    }

    @Test
    void typesResizesAndTellsTheEnd(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "connection");
        Screen screen = new Screen();
        Screen spectator = new Screen();
        Terminal terminal = sandbox.openTerminal();
        try (TerminalConnection connection = terminal.connect(new TerminalSize(100, 30), screen);
                TerminalConnection watching = terminal.watch(spectator)) {
            connection.write("stty size\r");
            screen.await("30 100");
            connection.resize(90, 20);
            screen.awaitSize("90x20");
            connection.write("stty size\r");
            screen.await("20 90");
            assertThatThrownBy(() -> watching.write("x")).isInstanceOf(IllegalStateException.class);
            connection.write("exit 7\r");
            TerminalEvent.Exit exit = requireNonNull(connection.await());
            assertThat(exit.exitCode()).isEqualTo(7);
            assertThat(watching.await()).isEqualTo(exit);
            assertThat(spectator.text()).isEqualTo(screen.text());
            assertThat(connection.position()).isEqualTo(screen.text().length());
            assertThatThrownBy(() -> connection.write("x")).isInstanceOf(IllegalStateException.class);
        } finally {
            sandbox.destroy();
        }
    }

    @Test
    void connectionThatIsCutFiveTimesShowsAll(RunningServer server, Cofferdam cofferdam) throws Exception {
        Sandbox sandbox = server.newSandbox(cofferdam, "connection");
        Terminal terminal = open(sandbox, "seq 1 30000; read; exit 5");
        long[] cuts = new Random(6).longs(CUTS, 1, 60_000).toArray();
        Screen screen = new Screen();
        try (CutProxy proxy = new CutProxy(
                        server.port(), java.util.Arrays.stream(cuts).iterator());
                Cofferdam throughProxy = Cofferdam.connect(proxy.url(), server.apiKey());
                TerminalConnection connection = throughProxy
                        .existing(sandbox.id().value())
                        .terminal(terminal.id().value())
                        .connect(null, 0, screen)) {
            screen.await("\n30000\r\n");
            assertThat(screen.text()).isEqualTo(numbers(1, 30_000));
            connection.write("\r");
            TerminalEvent.Exit exit = requireNonNull(connection.await());
            assertThat(exit.exitCode()).isEqualTo(5);
            assertThat(proxy.cuts()).isEqualTo(CUTS);
        } finally {
            sandbox.destroy();
        }
    }

    @Test
    void terminalGoesOnWhenTheServerIsKilled() {
        try (RunningServer server = RunningServer.start();
                Cofferdam cofferdam = server.connect()) {
            Sandbox sandbox = server.newSandbox(cofferdam, "connection");
            Screen screen = new Screen();
            Terminal terminal = open(sandbox, "seq 1 200; read line; echo $line; seq 201 400; exit 3");
            try (TerminalConnection connection = terminal.connect(null, screen)) {
                screen.await("\n200\r\n");
                server.kill();
                server.startAgain();
                connection.write("still here\r");
                TerminalEvent.Exit exit = requireNonNull(connection.await());
                assertThat(exit.exitCode()).isEqualTo(3);
                assertThat(screen.text())
                        .isEqualTo(numbers(1, 200) + "still here\r\nstill here\r\n" + numbers(201, 400));
            }
        }
    }

    @Test
    void terminalOfASandboxThatStartedAnewIsLost(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "connection");
        Screen screen = new Screen();
        Terminal terminal = open(sandbox, "echo begun; sleep 1000");
        try (TerminalConnection connection = terminal.connect(null, screen)) {
            screen.await("begun");
            sandbox.sleep();
            TerminalEvent.Exit exit = requireNonNull(connection.await());
            assertThat(exit.status()).isEqualTo(ProcessStatus.LOST);
            assertThat(screen.exit()).isEqualTo(exit);
        }
        SandboxException refusal =
                catchThrowableOfType(SandboxException.class, () -> terminal.connect(null, 5, screen));
        assertThat(refusal.code()).isEqualTo(ErrorCode.PROCESS_NOT_FOUND);
        sandbox.destroy();
    }
}
