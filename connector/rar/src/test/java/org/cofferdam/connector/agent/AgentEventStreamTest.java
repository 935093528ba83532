package org.cofferdam.connector.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.connector.EventSource;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileEventType;
import org.cofferdam.protocol.file.WatchId;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentEventStreamTest {

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

    private static EventSource<FileEvent> watch(String path, @Nullable Long after) {
        return new EventSource<>(
                Operation.FILE_WATCH,
                new WatchRequest.Follow(WatchSpec.of(path), new WatchId("5f"), after),
                FileEvent.class,
                number -> watch(path, number));
    }

    @Test
    void eventsComeInOrderToTheLastOne() {
        try (AgentEvents<FileEvent> events = link.events(watch("/ends", null))) {
            assertThat(Objects.requireNonNull(events.next()).type()).isEqualTo(FileEventType.START);
            for (long number = 1; number <= 100; number++) {
                assertThat(Objects.requireNonNull(events.next()).number()).isEqualTo(number);
            }
            assertThat(events.next()).isNull();
        }
        try (AgentEvents<FileEvent> events = link.events(watch("/ends", 98L))) {
            assertThat(Objects.requireNonNull(events.next()).number()).isEqualTo(98);
        }
        assertThat(agent.connections).hasValue(1);
    }

    @Test
    void cutConnectionsLoseAndRepeatNothing() {
        Random random = new Random(7);
        agent.cutAfter = () -> 2 + random.nextInt(20);
        try (AgentEvents<FileEvent> events = link.events(watch("/ends", null))) {
            for (long number = 0; number <= 100; number++) {
                assertThat(Objects.requireNonNull(events.next()).number()).isEqualTo(number);
            }
            assertThat(events.next()).isNull();
        }
        assertThat(agent.connections.get()).isGreaterThan(4);
    }

    @Test
    void cutBeforeTheFirstEventIsAFailure() {
        agent.lose = Operation.FILE_WATCH;
        agent.losses.set(1);
        AgentEvents<FileEvent> events = link.events(watch("/ends", null));
        assertThatThrownBy(events::next)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AGENT_LOST));
        assertThat(events.next()).isNull();
    }

    @Test
    void anotherAgentIsAFailure() throws IOException {
        try (AgentEvents<FileEvent> events = link.events(watch("/goes-on", null))) {
            for (int i = 0; i < 100; i++) {
                assertThat(events.next()).isNotNull();
            }
            agent.restart();
            assertThatThrownBy(events::next)
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AGENT_LOST));
        }
    }

    @Test
    void closingEndsAWait() throws InterruptedException {
        AgentEvents<FileEvent> events = link.events(watch("/goes-on", 99L));
        assertThat(events.next()).isNotNull();
        Thread closing = Thread.ofVirtual().start(events::close);
        assertThat(events.next()).isNull();
        closing.join();
    }
}
