package org.cofferdam.connector.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Ping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketAgentLinkTest {

    private static final Duration SOON = Duration.ofSeconds(10);

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

    private Pong ping() {
        return link.call(Operation.PING, new Ping(), Pong.class, SOON);
    }

    private static void assertFails(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void connectionIsUsedAgain() {
        for (int i = 0; i < 10; i++) {
            assertThat(ping().bootId()).isEqualTo(agent.bootId);
        }
        assertThat(agent.connections).hasValue(1);
    }

    @Test
    void concurrentCallsHaveConnectionsOfTheirOwn() throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        List<Pong> pongs = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 50; n++) {
                    Pong pong = ping();
                    synchronized (pongs) {
                        pongs.add(pong);
                    }
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(pongs).hasSize(64 * 50);
    }

    @Test
    void agentIsAwaited() throws IOException {
        Path later = directory.resolve("later.sock");
        try (StubAgent shape = new StubAgent(later)) {
            shape.kill(); // leaves a socket that nobody listens on
            Thread.ofVirtual().start(() -> {
                try {
                    shape.restart();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (SocketAgentLink waiting =
                    new SocketAgentLink(shape.address(), StubAgent.TOKEN, deadlines, Optional::empty)) {
                assertThat(waiting.await(SOON).bootId()).isEqualTo(shape.bootId);
                assertThat(waiting.alive()).isTrue();
            }
        }
    }

    @Test
    void awaitingEndsAtItsDeadline() {
        try (SocketAgentLink nobody = new SocketAgentLink(
                java.net.UnixDomainSocketAddress.of(directory.resolve("no")), "t", deadlines, Optional::empty)) {
            assertFails(ErrorCode.START_TIMEOUT, () -> nobody.await(Duration.ofMillis(50)));
        }
    }

    @Test
    void refusedTokenIsNotTheCallersFault() {
        try (SocketAgentLink stranger = new SocketAgentLink(agent.address(), "wrong", deadlines, Optional::empty)) {
            assertFails(ErrorCode.AGENT_LOST, () -> stranger.await(SOON));
            assertFails(ErrorCode.AGENT_LOST, () -> stranger.call(Operation.PING, new Ping(), Pong.class, SOON));
        }
    }

    @Test
    void callEndsAtItsDeadline() {
        ping();
        long begun = System.nanoTime();
        assertFails(
                ErrorCode.AGENT_LOST,
                () -> link.call(Operation.CONFIGURE, new Ping(), Done.class, Duration.ofMillis(100)));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(90), Duration.ofSeconds(2));
        assertThat(ping()).isNotNull();
    }

    @Test
    void idleConnectionThatWasCutIsReplacedForAQuestion() {
        ping();
        agent.cut();
        assertThat(ping()).isNotNull();
    }

    @Test
    void actionOverAnIdleConnectionThatWasCutIsDoneOnce() {
        ProcessRequest.Kill kill = new ProcessRequest.Kill(new ProcessId("p"), Signal.KILL, 0);
        agent.start(new ProcessSpec(kill.id(), "hang", null, null, null, null, null, false, null, null));
        for (int i = 1; i <= 50; i++) {
            ping();
            agent.cut();
            assertThat(link.call(Operation.PROCESS_KILL, kill, Done.class, SOON))
                    .isNotNull();
            assertThat(agent.requests)
                    .filteredOn(Operation.PROCESS_KILL::equals)
                    .hasSize(i);
        }
    }

    @Test
    void actionIsNotRepeated() {
        ping();
        agent.lose = Operation.PROCESS_KILL;
        agent.losses.set(1);
        ProcessRequest.Kill kill = new ProcessRequest.Kill(new ProcessId("p"), Signal.KILL, 0);
        assertFails(ErrorCode.AGENT_LOST, () -> link.call(Operation.PROCESS_KILL, kill, Done.class, SOON));
        assertThat(agent.requests).containsOnlyOnce(Operation.PROCESS_KILL);
    }

    @Test
    void deadAgentIsNoticedUnasked() throws Exception {
        link.await(SOON);
        assertThat(link.alive()).isTrue();
        agent.kill();
        long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (link.alive() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(link.alive()).isFalse();
        assertFails(ErrorCode.AGENT_LOST, this::ping);
        assertFails(ErrorCode.AGENT_LOST, () -> link.await(SOON));
    }

    @Test
    void linkDoesNotFollowAnAgentThatStartsAnew() throws IOException {
        ping();
        agent.restart();
        assertFails(ErrorCode.AGENT_LOST, this::ping);
    }

    @Test
    void closedLinkRefuses() {
        link.await(SOON);
        link.close();
        assertThat(link.alive()).isFalse();
        assertFails(ErrorCode.AGENT_LOST, this::ping);
    }
}
