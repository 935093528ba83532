package org.cofferdam.connector.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentProcessStreamTest {

    private static final ProcessId ID = new ProcessId("p1");

    @TempDir
    Path directory;

    private final Deadlines deadlines = new Deadlines();
    private StubAgent agent;
    private SocketAgentLink link;

    @BeforeEach
    void connect() throws IOException {
        agent = new StubAgent(directory.resolve("agent.sock"));
        link = new SocketAgentLink(agent.address(), StubAgent.TOKEN, deadlines, Optional::empty);
    }

    @AfterEach
    void disconnect() throws IOException {
        link.close();
        agent.close();
        deadlines.close();
    }

    private static ProcessSpec command(String text) {
        return new ProcessSpec(ID, text, null, null, null, null, null, text.equals("cat"), null, null);
    }

    private List<ProcessEvent> run(String command, @Nullable InputStream stdin) {
        try (ProcessStream stream = link.exec(command(command), stdin)) {
            return rest(stream);
        }
    }

    private static <E extends ProcessEvent> E next(ProcessStream stream, Class<E> type) {
        return type.cast(Objects.requireNonNull(stream.next()));
    }

    private static List<ProcessEvent> rest(ProcessStream stream) {
        List<ProcessEvent> events = new ArrayList<>();
        ProcessEvent event;
        while ((event = stream.next()) != null) {
            events.add(event);
        }
        return events;
    }

    private static byte[] bytes(List<ProcessEvent> events, OutputStreamName name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ProcessEvent event : events) {
            if (event instanceof ProcessEvent.Output output && output.stream() == name) {
                bytes.writeBytes(output.bytes());
            }
        }
        return bytes.toByteArray();
    }

    private static ProcessEvent.Complete last(List<ProcessEvent> events) {
        return (ProcessEvent.Complete) events.getLast();
    }

    private void assertSameAsUncut(List<ProcessEvent> events, long seed, int pieces) {
        StubProcess uncut = new StubProcess(ID);
        uncut.print(seed, pieces);
        List<ProcessEvent> expected = new ArrayList<>();
        try {
            for (int i = 0; i <= pieces; i++) {
                expected.add(uncut.event(i));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(events).hasSize(pieces + 2);
        for (OutputStreamName name : OutputStreamName.values()) {
            assertThat(bytes(events, name)).isEqualTo(bytes(expected, name));
        }
        assertThat(last(events).status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(last(events).exitCode()).isEqualTo(7);
        assertThat(last(events).position()).isEqualTo(expected.getLast().position() + 1);
    }

    @Test
    void everyEventComesInOrder() {
        List<ProcessEvent> events = run("print 1 50", null);
        assertThat(events.getFirst()).isInstanceOf(ProcessEvent.Start.class);
        assertSameAsUncut(events, 1, 50);
    }

    @Test
    void cutConnectionsAreMendedWithoutLoss() {
        Random random = new Random(7);
        for (int seed = 0; seed < 200; seed++) {
            agent.processes.clear();
            agent.cutAfter = () -> random.nextInt(9);
            assertSameAsUncut(run("print " + seed + " 12", null), seed, 12);
        }
    }

    @Test
    void attachingResumesBehindAPosition() {
        List<ProcessEvent> all = run("print 3 20", null);
        long after = all.get(10).position();
        try (ProcessStream stream = link.attach(new ProcessRequest.Attach(ID, after, false))) {
            List<ProcessEvent> rest = rest(stream);
            assertThat(rest).hasSize(all.size() - 11);
            assertThat(rest.getFirst().position()).isEqualTo(all.get(11).position());
        }
    }

    @Test
    void stdinIsFedAndClosed() {
        byte[] input = new byte[3_000_000];
        new Random(1).nextBytes(input);
        List<ProcessEvent> events = run("cat", new ByteArrayInputStream(input));
        assertThat(bytes(events, OutputStreamName.STDOUT)).isEqualTo(input);
        assertThat(last(events).status()).isEqualTo(ProcessStatus.EXITED);
    }

    @Test
    void processOfAKilledAgentIsLostOnce() throws IOException {
        try (ProcessStream stream = link.exec(command("hang"), null)) {
            ProcessEvent.Start start = next(stream, ProcessEvent.Start.class);
            agent.require(ID).print(OutputStreamName.STDOUT, new byte[10]);
            assertThat(stream.next()).isInstanceOf(ProcessEvent.Output.class);
            long killed = System.nanoTime();
            agent.kill();
            ProcessEvent.Complete complete = next(stream, ProcessEvent.Complete.class);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(1));
            assertThat(complete.status()).isEqualTo(ProcessStatus.LOST);
            assertThat(complete.exitCode()).isNull();
            assertThat(complete.position()).isEqualTo(11);
            assertThat(complete.startedAt()).isEqualTo(start.startedAt());
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void processOfARestartedAgentIsLost() throws IOException {
        try (ProcessStream stream = link.exec(command("hang"), null)) {
            stream.next();
            agent.restart();
            assertThat(rest(stream))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ProcessEvent.Complete.class,
                            complete -> assertThat(complete.status()).isEqualTo(ProcessStatus.LOST));
        }
    }

    @Test
    void lostRequestIsRepeated() {
        agent.lose = Operation.EXEC;
        agent.losses.set(1);
        assertSameAsUncut(run("print 1 5", null), 1, 5);
        assertThat(agent.requests).containsExactly(Operation.EXEC, Operation.EXEC);
    }

    @Test
    void takenIdIsNotAttachedTo() {
        run("print 1 5", null);
        assertThatThrownBy(() -> run("print 2 5", null))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESS_EXISTS));
    }

    @Test
    void processIsKilledWhenItsInputCannotBeCompleted() throws IOException {
        try (PipedOutputStream writer = new PipedOutputStream();
                ProcessStream stream = link.exec(command("cat"), new PipedInputStream(writer))) {
            stream.next();
            agent.cut();
            assertThat(last(rest(stream)).status()).isEqualTo(ProcessStatus.KILLED);
        }
    }

    @Test
    void processIsKilledWhenItsInputFails() {
        assertThat(last(run("cat", new FailingInput())).status()).isEqualTo(ProcessStatus.KILLED);
    }

    @Test
    void closingLeavesTheProcessAlone() {
        try (ProcessStream stream = link.exec(command("hang"), null)) {
            stream.next();
        }
        agent.require(ID).end(ProcessStatus.EXITED);
        try (ProcessStream stream = link.attach(new ProcessRequest.Attach(ID, null, false))) {
            assertThat(rest(stream)).hasSize(2);
        }
    }

    @Test
    void unknownProcessIsRefused() {
        try (ProcessStream stream = link.attach(new ProcessRequest.Attach(ID, null, false))) {
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESS_NOT_FOUND));
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void closedLinkEndsAStreamWithAnErrorNotWithAStatus() throws InterruptedException {
        try (ProcessStream stream = link.exec(command("hang"), null)) {
            stream.next();
            Thread closer = Thread.ofVirtual().start(link::close);
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AGENT_LOST));
            closer.join();
        }
    }
}
