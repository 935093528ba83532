package org.cofferdam.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.RunningServer;
import org.cofferdam.tests.stage.WebSocketPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server does to protect itself from sockets, with bounds that a test can reach. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SocketsIT {

    private static final int LIMIT = 3;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STANDSTILL = Duration.ofMillis(1500);

    private static RunningServer server;
    private static Cofferdam cofferdam;
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                Map.of("COFFERDAM_SOCKET_LIMIT", Integer.toString(LIMIT), "COFFERDAM_SOCKET_HEARTBEAT", "PT0.5S"));
        cofferdam = server.connect();
        sandbox = server.newSandbox(cofferdam, "sockets");
    }

    @AfterAll
    static void stop() {
        cofferdam.close();
        server.close();
    }

    private static WebSocketPeer connect() {
        return new WebSocketPeer(
                server.url() + "/api/v1/sandboxes/" + sandbox.id() + "/channel",
                Map.of("Authorization", "Bearer " + server.apiKey()));
    }

    @Test
    void socketsOverTheLimitAreRefusedUntilOneIsClosed() {
        List<WebSocketPeer> open = new ArrayList<>();
        try {
            for (int i = 0; i < LIMIT; i++) {
                open.add(connect());
            }
            CompletionException refused = catchThrowableOfType(CompletionException.class, SocketsIT::connect);
            assertThat(refused.getCause())
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            e -> assertThat(e.getResponse().statusCode()).isEqualTo(429));
            open.removeLast().close();
            Await.until("A place for another socket", SOON, () -> {
                try {
                    return open.add(connect());
                } catch (CompletionException full) {
                    return false;
                }
            });
        } finally {
            open.forEach(WebSocketPeer::close);
        }
    }

    @Test
    void clientThatGivesNoSignOfLifeIsCutAndItsProcessGoesOn() throws Exception {
        try (WebSocketPeer alive = connect();
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            silent.setSoTimeout((int) SOON.toMillis());
            silent.getOutputStream()
                    .write(("GET /api/v1/sandboxes/" + sandbox.id() + "/channel HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                    + "Authorization: Bearer " + server.apiKey() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            sendText(silent, "{\"id\":\"e\",\"op\":\"exec\",\"processId\":\"orphan\",\"command\":\"sleep 300\"}");
            while (silent.getInputStream().read() >= 0) {
                Thread.onSpinWait(); // the answer, the start event and pings, to the end
            }
            assertThat(sandbox.process("orphan").info().status()).isEqualTo(ProcessStatus.RUNNING);
            sandbox.process("orphan").kill();

            alive.send("{\"id\":\"x\",\"op\":\"exec\",\"command\":\"true\"}");
            assertThat(alive.receive().get("event").asText()).isEqualTo("start");
        }
    }

    /** One short frame with a mask of zeros (RFC 6455, 5.2). */
    private static void sendText(Socket socket, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + bytes.length];
        assertThat(bytes.length).isLessThan(126);
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | bytes.length);
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        socket.getOutputStream().write(frame);
    }

    @Test
    void floodOfMessagesWaitsOnTheNetworkAndIsAnsweredInTheEnd() throws Exception {
        int operations = 256;
        int messages = 2_500;
        sandbox.start(Command.of("sleep 300").processId("followed"));
        try (WebSocketPeer flooder = connect()) {
            for (int i = 0; i <= operations; i++) { // the last one waits for a place, and all that comes behind it
                flooder.send("{\"id\":\"a" + i + "\",\"op\":\"attach\",\"processId\":\"followed\"}");
            }
            AtomicInteger sent = new AtomicInteger();
            String padding = "x".repeat(16_000);
            Thread flood = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < messages; i++) {
                    flooder.send("{\"id\":\"f" + i + "\",\"op\":\"cancel\",\"padding\":\"" + padding + "\"}");
                    sent.incrementAndGet();
                }
            });
            Await.until("The flood stands still", SOON, () -> {
                int before = sent.get();
                LockSupport.parkNanos(STANDSTILL.toNanos());
                return before > 0 && sent.get() == before;
            });
            assertThat(sent.get()).isLessThan(messages);
            sandbox.process("followed").kill();
            Set<String> answered = new HashSet<>();
            while (answered.size() < messages) {
                JsonNode event = flooder.receive();
                if (event.get("event").asText().equals("error")) {
                    assertThat(event.at("/problem/code").asText()).isEqualTo("unknown-field");
                    answered.add(event.get("id").asText());
                }
            }
            flood.join();
        }
    }
}
