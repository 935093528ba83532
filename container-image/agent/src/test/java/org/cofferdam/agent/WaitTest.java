package org.cofferdam.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cofferdam.agent.AgentClient.named;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.WaitResult;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.wire.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for what a process does. */
@Timeout(60)
class WaitTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final AgentClient agent = TestAgent.connect();
    private final ProcessId id = new ProcessId("wait-" + MADE.incrementAndGet());

    @AfterEach
    void disconnect() {
        agent.close();
    }

    private void start(String command) {
        agent.call(Operation.PROCESS_START, named(id.value(), command));
    }

    private void kill() {
        agent.call(Operation.PROCESS_KILL, new ProcessRequest.Kill(id, Signal.KILL, 0));
    }

    private WaitResult await(WaitSpec spec) {
        return agent.call(Operation.PROCESS_WAIT, new ProcessRequest.Wait(id, spec));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void waitForALogLine() {
        start("echo first; echo 'port 80'; printf 'listening on '; sleep 0.05; echo 8080; sleep 1000");
        assertThat(await(new WaitSpec(null, new WaitSpec.Log("rst", false), null, null))
                        .line())
                .isEqualTo("first");
        assertThat(await(new WaitSpec(null, new WaitSpec.Log("on \\d+$", true), null, null))
                        .line())
                .isEqualTo("listening on 8080");
        assertFails(
                ErrorCode.WAIT_TIMEOUT, () -> await(new WaitSpec(null, new WaitSpec.Log("never", false), null, 50L)));
        assertFails(
                ErrorCode.WAIT_TIMEOUT,
                () -> await(new WaitSpec(null, new WaitSpec.Log("(.*)*(.*)*(.*)*x", true), null, 50L)));
        kill();
        assertFails(
                ErrorCode.PROCESS_ENDED, () -> await(new WaitSpec(null, new WaitSpec.Log("never", false), null, null)));
    }

    @Test
    void waitForAPrompt() {
        start("printf 'name? '; sleep 1000");
        assertThat(await(new WaitSpec(null, new WaitSpec.Log("name?", false), null, null))
                        .line())
                .isEqualTo("name? ");
        kill();
    }

    @Test
    void waitForAPort() throws Exception {
        start("sleep 1000");
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            int port = server.getLocalPort();
            await(new WaitSpec(null, null, new WaitSpec.Port(port, null, null, null), null));
            server.accept().close();
            Thread answering = Thread.ofVirtual().start(() -> answer(server, "503 No", "204 Yes"));
            assertThat(await(new WaitSpec(null, null, new WaitSpec.Port(port, "http", "/x", null), null))
                            .status())
                    .isEqualTo(204);
            answering.join();
        }
        int closed = closedPort();
        assertFails(
                ErrorCode.WAIT_TIMEOUT,
                () -> await(new WaitSpec(null, null, new WaitSpec.Port(closed, null, null, null), 100L)));
        kill();
        assertFails(
                ErrorCode.PROCESS_ENDED,
                () -> await(new WaitSpec(null, null, new WaitSpec.Port(closed, null, null, null), null)));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0)) {
            return server.getLocalPort();
        }
    }

    private static void answer(ServerSocket server, String... statuses) {
        for (String status : statuses) {
            try (Socket socket = server.accept();
                    OutputStream out = socket.getOutputStream()) {
                Scanner request = new Scanner(socket.getInputStream(), UTF_8);
                assertThat(request.nextLine()).isEqualTo("GET /x HTTP/1.1");
                while (!request.nextLine().isEmpty()) {
                    assertThat(request.hasNextLine()).isTrue();
                }
                out.write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
