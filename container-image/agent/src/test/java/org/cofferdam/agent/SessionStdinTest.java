package org.cofferdam.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cofferdam.agent.AgentClient.in;

import java.util.concurrent.atomic.AtomicInteger;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessList;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.wire.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard input of commands in sessions. */
@Timeout(60)
class SessionStdinTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final AgentClient agent = TestAgent.connect();
    private final String session = "stdin-" + MADE.incrementAndGet();

    @BeforeEach
    void create() {
        agent.createSession(new SessionId(session));
    }

    @AfterEach
    void delete() {
        agent.deleteSession(new SessionId(session));
        agent.close();
    }

    private ProcessSpec withInput(String command) {
        return new ProcessSpec(null, command, null, new SessionId(session), null, null, null, true, null, null);
    }

    @Test
    void stdinIsEmptyUnlessGiven() {
        assertThat(agent.exec(in(session, "cat; read x; echo done")).out()).isEqualTo("done\n");
        byte[] input = "x".repeat(300_000).getBytes(UTF_8);
        assertThat(agent.exec(withInput("cat"), input).stdout()).isEqualTo(input);
        assertThat(agent.exec(in(session, "echo next")).out()).isEqualTo("next\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"given", ""})
    void stdinWaitsForAShellThatIsSlow(String input) throws Exception {
        String shell = agent.exec(in(session, "echo $$")).out().strip();
        signal("STOP", shell);
        agent.request(Operation.EXEC, withInput("cat; echo end"));
        agent.data(input.getBytes(UTF_8));
        agent.endOfData();
        assertThat(agent.event()).isInstanceOf(ProcessEvent.Start.class);
        signal("CONT", shell);
        assertThat(agent.follow(Long.MAX_VALUE).out()).isEqualTo(input + "end\n");
    }

    private static void signal(String name, String pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, pid).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void stdinReachesACommandThatHadToQueue() {
        ProcessInfo first = agent.call(Operation.PROCESS_START, withInput("read line"));
        try (AgentClient second = TestAgent.connect()) {
            second.request(Operation.EXEC, withInput("cat"));
            second.data("queued".getBytes(UTF_8));
            second.endOfData();
            Deadline.await(() -> processes(ProcessStatus.QUEUED) == 1);
            agent.request(Operation.PROCESS_STDIN, new ProcessRequest.Stdin(first.id(), null, true));
            agent.data("go on\n".getBytes(UTF_8));
            agent.endOfData();
            agent.reply(Operation.PROCESS_STDIN);
            assertThat(second.follow(Long.MAX_VALUE).out()).isEqualTo("queued");
        }
    }

    private long processes(ProcessStatus status) {
        ProcessList all = agent.call(Operation.PROCESS_LIST, new ProcessRequest.ListAll());
        return all.items().stream()
                .filter(process -> process.status() == status && new SessionId(session).equals(process.session()))
                .count();
    }
}
