package org.cofferdam.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.cofferdam.client.Channel;
import org.cofferdam.client.ChannelProcess;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.CommandListener;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ConnectionException;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.CutProxy;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client's channel. */
@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ChannelClientIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "channel-client");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @Test
    void manyCommandsRunAtOnceAndNothingIsMixedUp() throws Exception {
        try (Channel channel = sandbox.channel()) {
            AtOnce.run(400, 16, i -> {
                CommandResult result = channel.exec("echo " + i + "; echo error " + i + " >&2; exit " + i % 100);
                assertThat(result.stdout()).isEqualTo(i + "\n");
                assertThat(result.stderr()).isEqualTo("error " + i + "\n");
                assertThat(result.exitCode()).isEqualTo(i % 100);
                return i;
            });
        }
    }

    @Test
    void sessionKeepsItsStateFromCommandToCommand() {
        try (Channel channel = sandbox.channel()) {
            channel.exec(Command.of("X=kept; cd /tmp").session("default"));
            assertThat(channel.exec(Command.of("echo $X $PWD").session("default"))
                            .stdout())
                    .isEqualTo("kept /tmp\n");
        }
    }

    @Test
    void programIsTypedIntoAndFollowed() {
        try (Channel channel = sandbox.channel()) {
            ChannelProcess process = channel.start(Command.of("while read line; do echo got $line; done; echo end")
                    .openStdin());
            try (ExecStream events = process.events()) {
                for (String word : List.of("one", "two", "three")) {
                    process.writeStdin(word + "\n");
                    assertThat(nextOutput(events)).isEqualTo("got " + word + "\n");
                }
                process.closeStdin();
                assertThat(events.result().stdout()).isEqualTo("end\n");
            }
        }
    }

    private static String nextOutput(ExecStream events) {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\n") < 0) {
            if (events.next() instanceof ProcessEvent.Output output) {
                text.append(new String(output.bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    @Test
    void slowReaderHoldsBackItsOwnProcessAndNothingElse() {
        long bytes = 20_000_000;
        try (Channel channel = sandbox.channel();
                ExecStream slow = channel.execStream("head -c " + bytes + " /dev/zero")) {
            assertThat(slow.next()).isInstanceOf(ProcessEvent.Start.class);
            for (int i = 0; i < 20; i++) {
                assertThat(channel.exec("echo quick").stdout()).isEqualTo("quick\n");
            }
            CommandResult result = slow.result();
            assertThat(result.stdoutBytes()).hasSize((int) bytes);
            assertThat(result.truncated()).isFalse();
        }
    }

    @Test
    void signalKillAndClosedStreamDoWhatTheySay() {
        try (Channel channel = sandbox.channel()) {
            ChannelProcess process =
                    channel.start("trap 'echo usr; trap - USR1' USR1; echo ready; while :; do sleep 0.1; done");
            try (ExecStream events = process.events()) {
                assertThat(nextOutput(events)).isEqualTo("ready\n");
                process.signal(Signal.USR1);
                StringBuilder heard = new StringBuilder(); // also of the sleep that the signal ended
                while (heard.indexOf("usr\n") < 0) {
                    heard.append(nextOutput(events));
                }
            }
            assertThat(process.process().info().status()).isEqualTo(ProcessStatus.RUNNING);
            assertThat(process.kill(Signal.TERM, SOON).status()).isEqualTo(ProcessStatus.KILLED);
            assertThat(process.kill().status()).isEqualTo(ProcessStatus.KILLED);
            assertThatThrownBy(() -> process.signal(Signal.USR1))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESS_ENDED));
        }
    }

    @Test
    void refusalIsThrownAndTheChannelGoesOn() {
        try (Channel channel = sandbox.channel()) {
            assertThatThrownBy(() -> channel.exec(Command.of("true").cwd("/no/such/place")))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CWD_NOT_FOUND));
            channel.start(Command.of("sleep 0.01").processId("channel-taken"));
            assertThatThrownBy(() -> channel.start(Command.of("true").processId("channel-taken")))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESS_EXISTS));
            assertThat(channel.exec("echo on").stdout()).isEqualTo("on\n");
        }
    }

    @Test
    void channelOfNoSandboxSaysSo(Cofferdam cofferdam) {
        try (Channel channel = cofferdam.existing("there-is-none").channel()) {
            assertThatThrownBy(() -> channel.exec("true"))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SANDBOX_NOT_FOUND));
        }
    }

    @Test
    void closedChannelRefuses() {
        Channel channel = sandbox.channel();
        assertThat(channel.exec("echo open").stdout()).isEqualTo("open\n");
        channel.close();
        assertThatThrownBy(() -> channel.exec("true")).isInstanceOf(ConnectionException.class);
    }

    @Test
    void hooksSeeWhatRunsOverAChannel(RunningServer server) {
        List<String> seen = new ArrayList<>();
        CommandListener listener = new CommandListener() {
            @Override
            public void onCommandStart(SandboxId id, ExecRequest request) {
                seen.add("start " + request.command());
            }

            @Override
            public void onOutput(SandboxId id, ExecRequest request, ProcessEvent.Output output) {
                seen.add("output " + output.bytes().length);
            }

            @Override
            public void onCommandComplete(SandboxId id, ExecRequest request, ProcessEvent.Complete end) {
                seen.add("complete " + end.exitCode());
            }
        };
        try (Cofferdam listened = server.connect();
                Channel channel = listened.existing(sandbox.id().value()).channel()) {
            listened.listen(listener);
            channel.exec(Command.of("echo hi; exit 3").onStdout(text -> seen.add("stdout " + text)));
        }
        assertThat(seen).containsExactly("start echo hi; exit 3", "output 3", "stdout hi\n", "complete 3");
    }

    @Test
    void inputUnderWayAtCutsIsNeitherLostNorDoubled(RunningServer server) throws Exception {
        Random random = new Random(3);
        StringBuilder written = new StringBuilder();
        try (CutProxy proxy = new CutProxy(server.port(), earlyCuts(random, 60));
                Cofferdam cut = Cofferdam.connect(proxy.url(), server.apiKey());
                Channel channel = cut.existing(sandbox.id().value()).channel()) {
            ChannelProcess cat = channel.start(Command.of("cat").openStdin());
            for (int i = 0; i < 400; i++) {
                String line = "line " + i + " " + "x".repeat(random.nextInt(1 << random.nextInt(14))) + "\n";
                cat.writeStdin(line);
                written.append(line);
            }
            cat.closeStdin();
            try (ExecStream events = cat.events()) {
                assertThat(events.result().stdout()).isEqualTo(written.toString());
            }
            assertThat(proxy.cuts()).isGreaterThan(20);
        }
    }

    @Test
    void longInputOfACommandSurvivesCuts(RunningServer server) throws Exception {
        Random random = new Random(4);
        String input = "0123456789abcdef".repeat(100_000);
        try (CutProxy proxy = new CutProxy(server.port(), earlyCuts(random, 12));
                Cofferdam cut = Cofferdam.connect(proxy.url(), server.apiKey());
                Channel channel = cut.existing(sandbox.id().value()).channel()) {
            assertThat(channel.exec(Command.of("cat").stdin(input)).stdout()).isEqualTo(input);
            Sandbox byRequests = cut.existing(sandbox.id().value());
            assertThat(byRequests.exec(Command.of("cat").stdin(input)).stdout()).isEqualTo(input);
            try (ExecStream stream =
                    byRequests.execStream(Command.of("cat; echo end >&2").stdin(input))) {
                CommandResult result = stream.result();
                assertThat(result.stdout()).isEqualTo(input);
                assertThat(result.stderr()).isEqualTo("end\n");
            }
        }
    }

    @Test
    void startsThatAreCutAreMadeOnce(RunningServer server) throws Exception {
        Random random = new Random(5);
        sandbox.exec("rm -f /tmp/started");
        try (CutProxy proxy = new CutProxy(server.port(), earlyCuts(random, 200));
                Cofferdam cut = Cofferdam.connect(proxy.url(), server.apiKey());
                Channel channel = cut.existing(sandbox.id().value()).channel()) {
            Sandbox byRequests = cut.existing(sandbox.id().value());
            for (int i = 0; i < 60; i++) {
                Command command = Command.of("echo run >>/tmp/started");
                String id = i % 2 == 0
                        ? byRequests.start(command).id().value()
                        : channel.start(command).id().value();
                sandbox.process(id).waitForExit(SOON);
            }
            assertThat(proxy.cuts()).isGreaterThan(20);
        }
        assertThat(sandbox.exec("wc -l </tmp/started").stdout()).isEqualTo("60\n");
    }

    /** Connections that break after some bytes of answers, most of them early; then all hold. */
    private static Iterator<Long> earlyCuts(Random random, int cuts) {
        return LongStream.generate(() -> 1 + random.nextLong(64L << random.nextInt(8)))
                .limit(cuts)
                .iterator();
    }
}
