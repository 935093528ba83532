package org.cofferdam.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Channel;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ConnectionException;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} of an agent under 16 commands. */
@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AgentKillIT {

    private static final int COMMANDS = 16;
    private static final Duration BOUND = Duration.ofSeconds(1);

    private record Ended(CommandResult result, long atNanos) {}

    @Test
    void everyCallerHearsThatItsCommandIsLost(RunningServer server, Cofferdam cofferdam) throws Exception {
        Sandbox sandbox = server.newSandbox(cofferdam, "agent");
        sandbox.writeFile("kept.txt", "kept");
        List<FutureTask<Ended>> commands = new ArrayList<>();
        Channel channel = sandbox.channel();
        for (int i = 0; i < COMMANDS; i++) {
            int number = i;
            FutureTask<Ended> command = new FutureTask<>(() -> run(sandbox, channel, number));
            commands.add(command);
            Thread.ofVirtual().start(command);
        }
        Await.until(
                "All commands run",
                Duration.ofSeconds(30),
                () -> sandbox.processes().stream()
                                .filter(process -> process.status() == ProcessStatus.RUNNING)
                                .filter(process -> process.outputBytes() > 0)
                                .count()
                        == COMMANDS);

        long killedAt = System.nanoTime();
        Engine.atHand()
                .killAgent(Engine.atHand()
                        .container(server.instance(), sandbox.id().value()));

        for (FutureTask<Ended> command : commands) {
            Ended ended = command.get(30, TimeUnit.SECONDS);
            assertThat(ended.result().status()).isEqualTo(ProcessStatus.LOST);
            assertThat(ended.result().exitCode()).isNull();
            assertThat(ended.result().signal()).isNull();
            assertThat(ended.result().stdout()).isEqualTo("running\n");
            assertThat(Duration.ofNanos(ended.atNanos() - killedAt)).isLessThan(BOUND);
        }
        assertThat(sandbox.exec("cat kept.txt").stdout()).isEqualTo("kept");
        assertThat(sandbox.processes()).extracting(ProcessInfo::status).doesNotContain(ProcessStatus.RUNNING);
        assertThat(channel.exec("cat kept.txt").stdout()).isEqualTo("kept");
        channel.close();
        sandbox.destroy();
    }

    @Test
    void archiveThatDiedWithItsAgentLeavesNothing(RunningServer server, Cofferdam cofferdam) throws Exception {
        Sandbox sandbox = server.newSandbox(cofferdam, "agent");
        sandbox.exec("mkdir -p tree/kept && head -c 4000000 /dev/urandom > big && mkdir target && cp big target/old");
        byte[] archive;
        try (InputStream in = sandbox.files().archive("/workspace/big")) {
            archive = in.readAllBytes();
        }
        PipedOutputStream feed = new PipedOutputStream();
        PipedInputStream slow = new PipedInputStream(feed, 1 << 20);
        FutureTask<Boolean> unpack = new FutureTask<>(() -> fails(sandbox, slow));
        Thread.ofVirtual().start(unpack);
        feed.write(archive, 0, archive.length / 2);
        feed.flush();
        String look = "find /workspace -name '.cofferdam-*'";
        Await.until(
                "Unpacking",
                Duration.ofSeconds(30),
                () -> !sandbox.exec(look).stdout().isEmpty());
        Engine.atHand()
                .killAgent(Engine.atHand()
                        .container(server.instance(), sandbox.id().value()));
        feed.close();
        assertThat(unpack.get(60, TimeUnit.SECONDS)).isTrue();
        Await.until(
                "Leftovers removed",
                Duration.ofSeconds(30),
                () -> sandbox.exec(look).stdout().isEmpty());
        assertThat(sandbox.exec("ls -A target tree").stdout()).isEqualTo("target:\nold\n\ntree:\nkept\n");
        sandbox.destroy();
    }

    private static boolean fails(Sandbox sandbox, InputStream archive) {
        try {
            sandbox.files().unpack("target", archive, true);
            return false;
        } catch (SandboxException | ConnectionException e) {
            return true;
        }
    }

    /** By requests, streams and a channel, half of them in sessions. */
    private static Ended run(Sandbox sandbox, Channel channel, int number) {
        Command command = Command.of("echo running; sleep 300");
        if (number % 2 == 0) {
            command.session(sandbox.createSession("killed-" + number).id().value());
        }
        CommandResult result = switch (number / 2 % 3) {
            case 0 -> sandbox.exec(command);
            case 1 -> sandbox.execStream(command).result();
            default -> channel.exec(command);
        };
        return new Ended(result, System.nanoTime());
    }
}
