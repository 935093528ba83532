package org.cofferdam.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ExecStreamTest {

    private static final int CASES = Integer.getInteger("cofferdam.cases", 300);

    @Test
    void cutsAtRandomBytesChangeNoByte() throws Exception {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            Program program = Program.random(random);
            ExecServer server = new ExecServer(program, randomCuts(random, program));
            try (HttpPeer peer = new HttpPeer(server);
                    Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key");
                    ExecStream stream = sandbox(cofferdam).execStream("anything")) {
                CommandResult result = stream.result();
                assertThat(result.stdoutBytes())
                        .as("stdout, seed %d", seed)
                        .isEqualTo(program.bytes(OutputStreamName.STDOUT));
                assertThat(result.stderrBytes())
                        .as("stderr, seed %d", seed)
                        .isEqualTo(program.bytes(OutputStreamName.STDERR));
                assertThat(result.exitCode()).isEqualTo(7);
                assertThat(stream.position()).isEqualTo(program.length() + 1);
                assertThat(server.starts).hasValue(1);
            }
        }
    }

    /** Some connections break before the request is carried out, some in the head, most in the events; the last one holds. */
    private static Iterator<Long> randomCuts(Random random, Program program) {
        List<Long> cuts = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            cuts.add(random.nextLong(Math.max(300, program.length() * 2)) - 60);
        }
        return cuts.iterator();
    }

    @Test
    void eventsComeInOrderAndEndWithComplete() throws Exception {
        Program program = Program.random(new Random(11));
        try (HttpPeer peer = new HttpPeer(new ExecServer(program, uncut()));
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key");
                ExecStream stream = sandbox(cofferdam).execStream("anything")) {
            List<ProcessEvent> events = new ArrayList<>();
            stream.forEach(events::add);
            assertThat(events.getFirst())
                    .isInstanceOfSatisfying(
                            ProcessEvent.Start.class,
                            start -> assertThat(start.pid()).isEqualTo(42));
            assertThat(events.getLast()).isInstanceOf(ProcessEvent.Complete.class);
            assertThat(events).extracting(ProcessEvent::position).isSorted();
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void execWhoseAnswerIsCutIsFoundAgainAndNotRepeated() throws Exception {
        Program program = Program.random(new Random(12));
        ExecServer server = new ExecServer(program, LongStream.of(30).iterator());
        try (HttpPeer peer = new HttpPeer(server);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            CommandResult result = sandbox(cofferdam).exec("anything");
            assertThat(result.stdoutBytes()).isEqualTo(program.bytes(OutputStreamName.STDOUT));
            assertThat(server.starts).hasValue(1);
        }
    }

    @Test
    void execGivesTheAnswerOfTheServer() throws Exception {
        try (HttpPeer peer = new HttpPeer(new ExecServer(Program.random(new Random(1)), uncut()));
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            CommandResult result = sandbox(cofferdam).exec("anything");
            assertThat(result.stdout()).isEqualTo("hello ä\n");
            assertThat(result.stderr()).isEmpty();
            assertThat(result.success()).isFalse();
            assertThat(result.status()).isEqualTo(ProcessStatus.EXITED);
        }
    }

    @Test
    void processThatNobodyKnowsAnyMoreIsLost() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        HttpPeer.Handler handler = (_, out) -> {
            if (answers.getAndIncrement() == 0) {
                HttpPeer.head(out, 200, "text/event-stream", "Transfer-Encoding: chunked");
                throw new IOException("cut");
            }
            HttpPeer.answer(out, 404, "application/problem+json", ExecServer.NOT_FOUND);
        };
        try (HttpPeer peer = new HttpPeer(handler);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key");
                ExecStream stream = sandbox(cofferdam).process("p1").events(5)) {
            CommandResult result = stream.result();
            assertThat(result.status()).isEqualTo(ProcessStatus.LOST);
            assertThat(result.exitCode()).isNull();
            assertThat(result.truncated()).isTrue();
        }
    }

    @Test
    void commandThatMayHaveRunBeforeARestartIsLostAndNotRunAgain() throws Exception {
        String lost = """
                {"status":410,"title":"t","detail":"d","code":"process-lost"}""";
        List<JsonNode> requests = new ArrayList<>();
        HttpPeer.Handler handler = (request, out) -> {
            requests.add(Transport.JSON.readTree(request.body()));
            if (requests.size() == 1) {
                throw new IOException("cut");
            }
            HttpPeer.answer(out, 410, "application/problem+json", lost);
        };
        try (HttpPeer peer = new HttpPeer(handler);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            assertThat(sandbox(cofferdam).exec("anything").status()).isEqualTo(ProcessStatus.LOST);
        }
        assertThat(requests).hasSize(2);
        assertThat(requests.getFirst().has("sentMillisAgo")).isFalse();
        assertThat(requests.getLast().has("sentMillisAgo")).isTrue();
        assertThat(requests.getLast().get("requestId"))
                .isEqualTo(requests.getFirst().get("requestId"));
    }

    @Test
    void startWhoseAnswerIsCutIsSentAgainByTheSameName() throws Exception {
        String info = """
                {"id":"p7","status":"running","startedAt":"2026-01-02T03:04:05Z","outputBytes":0}""";
        List<JsonNode> requests = new ArrayList<>();
        HttpPeer.Handler handler = (request, out) -> {
            requests.add(Transport.JSON.readTree(request.body()));
            if (requests.size() < 3) {
                throw new IOException("cut");
            }
            HttpPeer.answer(out, 201, "application/json", info);
        };
        try (HttpPeer peer = new HttpPeer(handler);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            assertThat(sandbox(cofferdam).start("anything").id().value()).isEqualTo("p7");
        }
        assertThat(requests)
                .extracting(request -> request.get("id") + " " + request.get("requestId"))
                .hasSize(3)
                .containsOnly(requests.getFirst().get("id") + " "
                        + requests.getFirst().get("requestId"));
    }

    @Test
    void serverThatStaysAwayIsGivenUpInTime() throws Exception {
        ClientSettings settings;
        ExecStream stream;
        try (HttpPeer peer = new HttpPeer(
                new ExecServer(Program.random(new Random(3)), LongStream.of(400).iterator()))) {
            settings = ClientSettings.of(peer.url(), "key").withResumeWithin(Duration.ofMillis(300));
            stream = sandbox(Cofferdam.connect(settings)).execStream("anything");
        }
        assertThatThrownBy(stream::result)
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("Gave up after PT0.3S");
    }

    @Test
    void serverThatNeverWasThereIsAnErrorAtOnce() throws Exception {
        String url;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + free.getLocalPort();
        }
        try (Cofferdam cofferdam = Cofferdam.connect(url, "key")) {
            assertThatThrownBy(() -> sandbox(cofferdam).execStream("anything"))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("Cannot connect to " + url);
        }
    }

    @Test
    void refusalIsThrownWithItsCode() throws Exception {
        String problem = """
                {"status":422,"title":"t","detail":"No user nobody9","code":"user-unknown","hint":"Try another","x":1}""";
        try (HttpPeer peer = new HttpPeer((_, out) -> HttpPeer.answer(out, 422, "application/problem+json", problem));
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            assertThatThrownBy(() -> sandbox(cofferdam).execStream("anything"))
                    .isInstanceOfSatisfying(SandboxException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.USER_UNKNOWN);
                        assertThat(e.detail()).isEqualTo("No user nobody9");
                        assertThat(e.hint()).isEqualTo("Try another");
                    });
        }
    }

    @Test
    void interruptAbortsTheWaitAndStaysSet() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        HttpPeer.Handler silence = (_, out) -> {
            HttpPeer.head(out, 200, "text/event-stream", "Transfer-Encoding: chunked");
            out.flush();
            asked.countDown();
            HttpPeer.chunk(out, ":\n\n".getBytes(StandardCharsets.US_ASCII));
        };
        try (HttpPeer peer = new HttpPeer(silence);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            FutureTask<Boolean> waiting = new FutureTask<>(() -> {
                try {
                    sandbox(cofferdam).execStream("anything").result();
                    return false;
                } catch (ConnectionException e) {
                    return e.interrupted() && Thread.currentThread().isInterrupted();
                }
            });
            Thread thread = Thread.ofVirtual().start(waiting);
            asked.await();
            thread.interrupt();
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void closingFromAnotherThreadEndsTheWait() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        HttpPeer.Handler silence = (_, out) -> {
            HttpPeer.head(out, 200, "text/event-stream", "Transfer-Encoding: chunked");
            out.flush();
            asked.countDown();
        };
        try (HttpPeer peer = new HttpPeer(silence);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            ExecStream stream = sandbox(cofferdam).execStream("anything");
            FutureTask<ProcessEvent> waiting = new FutureTask<>(stream::next);
            Thread.ofVirtual().start(waiting);
            asked.await();
            stream.close();
            assertThat(waiting.get()).isNull();
        }
    }

    @Test
    void callbacksAndHooksSeeWhatHappens() throws Exception {
        byte[] line = "grüße\n".getBytes(StandardCharsets.UTF_8);
        Program program = new Program(List.of(new ProcessEvent.Output(OutputStreamName.STDOUT, line.length, line)));
        StringBuilder out = new StringBuilder();
        List<String> seen = new ArrayList<>();
        CommandListener listener = new CommandListener() {
            @Override
            public void onCommandStart(SandboxId sandbox, ExecRequest request) {
                seen.add("start " + request.command());
            }

            @Override
            public void onCommandComplete(SandboxId sandbox, ExecRequest request, ProcessEvent.Complete end) {
                seen.add("complete " + end.exitCode());
            }
        };
        try (HttpPeer peer = new HttpPeer(new ExecServer(program, uncut()));
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            Sandbox sandbox = sandbox(cofferdam);
            cofferdam.listen(listener);
            CommandResult result = sandbox.exec(
                    Command.of("anything").onStdout(out::append).onComplete(end -> seen.add("end " + end.status())));
            assertThat(out.toString()).isEqualTo(result.stdout()).isEqualTo("grüße\n");
            assertThat(seen).containsExactly("start anything", "complete 7", "end EXITED");
        }
    }

    private static Iterator<Long> uncut() {
        return LongStream.empty().iterator();
    }

    private static Sandbox sandbox(Cofferdam cofferdam) {
        return cofferdam.existing("s1");
    }
}
