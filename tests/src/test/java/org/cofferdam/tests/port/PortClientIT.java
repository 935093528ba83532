package org.cofferdam.tests.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.ConnectionException;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxProcess;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client's way to a port: {@code fetch} and {@code wsConnect}. */
@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PortClientIT {

    private static final int PORT = 3000;
    private static final int UNUSED_PORT = 4999;
    private static final int MANY = 100;

    private static Sandbox sandbox;

    @BeforeAll
    static void startApplication(RunningServer server, Cofferdam cofferdam) throws IOException {
        sandbox = server.newSandbox(cofferdam, "fetch");
        for (String script : new String[] {"application.js", "sockets.js"}) {
            try (InputStream in = PortClientIT.class.getResourceAsStream(script)) {
                sandbox.writeFile(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        start(PORT);
    }

    private static SandboxProcess start(int port) {
        SandboxProcess process = sandbox.start("node application.js " + port);
        process.waitForPort(port, Duration.ofSeconds(30));
        return process;
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static HttpRequest.Builder request(int port, String target) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + target));
    }

    private static HttpResponse<String> fetch(HttpRequest.Builder request) {
        return sandbox.ports().fetch(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static WebSocket connect(int port, WebSocket.Listener listener, String... subprotocols) {
        return sandbox.ports().wsConnect(URI.create("ws://localhost:" + port + "/socket"), listener, subprotocols);
    }

    @Test
    void requestArrivesAsItIsButForTheKey() {
        HttpResponse<String> seen = fetch(request(PORT, "/a%20b/?q=%2F&q=2")
                .header("X-Own", "yes")
                .header("Authorization", "Basic x")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("body")));
        assertThat(seen.body())
                .contains("\"method\":\"PATCH\"", "\"url\":\"/a%20b/?q=%2F&q=2\"", "\"X-Own\",\"yes\"")
                .doesNotContain("cfd_", "Basic");
    }

    @Test
    void statusOfTheApplicationIsNoErrorOfOurs() {
        HttpResponse<String> answer = fetch(request(PORT, "/status/503"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("of its own");
        assertThat(answer.headers().firstValue("Cofferdam-Error")).isEmpty();
    }

    @Test
    void failureOfOursIsAnExceptionWithItsCode() {
        SandboxException http = catchThrowableOfType(SandboxException.class, () -> fetch(request(UNUSED_PORT, "/")));
        assertThat(http.code()).isEqualTo(ErrorCode.PORT_NOT_LISTENING);
        SandboxException socket =
                catchThrowableOfType(SandboxException.class, () -> connect(UNUSED_PORT, new EchoedFrames()));
        assertThat(socket.code()).isEqualTo(ErrorCode.PORT_NOT_LISTENING);
    }

    @Test
    void onlyTheSandboxsOwnPortsAreAddressed() {
        HttpRequest.Builder elsewhere = HttpRequest.newBuilder(URI.create("http://example.com/"));
        assertThatThrownBy(() -> fetch(elsewhere)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void socketCarriesTextBinaryAndTheCloseCode() throws Exception {
        EchoedFrames echoed = new EchoedFrames();
        WebSocket socket = connect(PORT, echoed);
        socket.sendText("grüße", true).get(30, TimeUnit.SECONDS);
        assertThat(echoed.next()).isEqualTo("text grüße");
        socket.sendBinary(ByteBuffer.wrap(new byte[] {0, -1, 10}), true).get(30, TimeUnit.SECONDS);
        assertThat(echoed.next()).isEqualTo("binary 00ff0a");
        socket.sendPing(ByteBuffer.wrap(new byte[] {7})).get(30, TimeUnit.SECONDS);
        assertThat(echoed.next()).isEqualTo("pong 07");
        socket.sendClose(4321, "enough").get(30, TimeUnit.SECONDS);
        assertThat(echoed.next()).isEqualTo("close 4321 enough");
    }

    @Test
    void subprotocolIsTheOneThatTheApplicationChose() {
        WebSocket socket = connect(PORT, new EchoedFrames(), "chat", "superchat");
        assertThat(socket.getSubprotocol()).isEqualTo("superchat");
        socket.abort();
    }

    @Test
    void upgradeThatTheApplicationRefusesFails() {
        URI refused = URI.create("ws://localhost:" + PORT + "/refused");
        assertThatThrownBy(() -> sandbox.ports().wsConnect(refused, new EchoedFrames()))
                .isInstanceOf(ConnectionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        it -> assertThat(it.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void manySocketsAtOnceKeepTheirMessagesApart() throws Exception {
        List<EchoedFrames> echoed = new ArrayList<>();
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            echoed.add(new EchoedFrames());
            sockets.add(connect(PORT, echoed.getLast()));
        }
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < MANY; i++) {
                sockets.get(i).sendText(i + " in round " + round, true).join();
            }
        }
        for (int i = 0; i < MANY; i++) {
            for (int round = 0; round < 5; round++) {
                assertThat(echoed.get(i).next()).isEqualTo("text " + i + " in round " + round);
            }
        }
        sockets.forEach(WebSocket::abort);
    }

    @Test
    void socketEndsWithItsApplication() throws Exception {
        int port = 3001;
        SandboxProcess application = start(port);
        EchoedFrames echoed = new EchoedFrames();
        connect(port, echoed);
        application.kill();
        assertThat(echoed.next()).matches("close 1006 .*|error .*");
    }
}
