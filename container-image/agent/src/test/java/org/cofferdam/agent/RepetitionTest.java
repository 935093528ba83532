package org.cofferdam.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cofferdam.agent.AgentClient.in;
import static org.cofferdam.agent.AgentClient.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.wire.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that is sent again starts nothing twice. */
@Timeout(60)
class RepetitionTest {

    private static final Duration JUST_NOW = Duration.ofMillis(1);

    private final AgentClient agent = TestAgent.connect();

    @AfterEach
    void disconnect() {
        agent.close();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void startThatIsSentAgainIsTheSameProcess() {
        ProcessSpec spec = shell("echo $$").named();
        ProcessInfo first = agent.call(Operation.PROCESS_START, spec);
        ProcessInfo second = agent.call(Operation.PROCESS_START, spec.repeated(JUST_NOW));
        assertThat(second.pid()).isEqualTo(first.pid());
    }

    @Test
    void execThatIsSentAgainShowsTheFirstOnesEvents() {
        ProcessSpec spec = shell("echo $$; exit 4").named();
        AgentClient.Result first = agent.exec(spec);
        AgentClient.Result second = agent.exec(spec.repeated(JUST_NOW));
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.complete()).isEqualTo(first.complete());
        assertThat(second.events()).isEqualTo(first.events());
    }

    @Test
    void anotherRequestOfTheSameIdIsRefused() {
        ProcessSpec spec = shell("true").named();
        agent.exec(spec);
        ProcessSpec other = shell("true").named().withId(Objects.requireNonNull(spec.id()));
        assertFails(ErrorCode.PROCESS_EXISTS, () -> agent.exec(other));
        assertFails(ErrorCode.PROCESS_EXISTS, () -> agent.exec(other.repeated(JUST_NOW)));
    }

    @Test
    void requestThatNeverArrivedIsCarriedOut() {
        Deadline.await(() -> carriesOut(shell("echo here").named().repeated(JUST_NOW)));
    }

    /** Not as long as the agent has just been started, or has just forgotten something. */
    private boolean carriesOut(ProcessSpec spec) {
        try {
            assertThat(agent.exec(spec).out()).isEqualTo("here\n");
            return true;
        } catch (SandboxException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.PROCESS_LOST);
            return false;
        }
    }

    @Test
    void whatMayHaveRunBeforeTheAgentStartedIsNotRunAgain() {
        ProcessSpec before = shell("echo twice").named().repeated(Duration.ofDays(1000));
        assertFails(ErrorCode.PROCESS_LOST, () -> agent.exec(before));
        assertFails(ErrorCode.PROCESS_LOST, () -> agent.call(Operation.PROCESS_START, before));
    }

    @Test
    void whatMayHaveBeenForgottenIsNotRunAgain() {
        ProcessSpec spec = shell("true").named();
        long sent = System.nanoTime();
        agent.exec(spec);
        for (int i = 0; i < 1100; i++) { // more than are remembered
            agent.exec(shell(":"));
        }
        Duration ago = Duration.ofNanos(System.nanoTime() - sent);
        assertFails(ErrorCode.PROCESS_LOST, () -> agent.exec(spec.repeated(ago)));
    }

    @Test
    void requestsOfOneNameAtOnceStartOneProcess() throws Exception {
        Path file = TestAgent.home().resolve("runs");
        agent.createSession(new SessionId("repeated"));
        for (int i = 0; i < 20; i++) {
            ProcessSpec spec = in("repeated", "echo run >>" + file).named();
            List<Thread> senders = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                senders.add(Thread.ofVirtual().start(() -> {
                    try (AgentClient sender = TestAgent.connect()) {
                        sender.exec(spec);
                    }
                }));
            }
            for (Thread sender : senders) {
                sender.join();
            }
        }
        agent.deleteSession(new SessionId("repeated"));
        assertThat(Files.readAllLines(file)).hasSize(20);
    }
}
