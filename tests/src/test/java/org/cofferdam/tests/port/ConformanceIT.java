package org.cofferdam.tests.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A WebSocket through the proxy is the one that it would be without, to the byte. */
@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ConformanceIT {

    private static final int PORT = 3000;
    private static final int AT_ONCE = 8;
    private static final int READ_MILLIS = 60_000;
    private static final List<WebSocketCases.Case> CASES = WebSocketCases.all();

    private static RunningServer server;
    private static Sandbox sandbox;
    private static List<String> direct;

    @BeforeAll
    static void askDirectly(RunningServer theServer, Cofferdam cofferdam) throws IOException {
        server = theServer;
        sandbox = server.newSandbox(cofferdam, "conformance");
        for (String script : new String[] {"application.js", "sockets.js", "drive.py"}) {
            try (InputStream in = ConformanceIT.class.getResourceAsStream(script)) {
                sandbox.writeFile(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        sandbox.start("node application.js " + PORT).waitForPort(PORT, Duration.ofSeconds(30));
        sandbox.files().write("cases", serialized());
        assertThat(sandbox.exec("python3 drive.py " + PORT + " cases answers").stderr())
                .isEmpty();
        direct = answers(sandbox.files().read("answers"));
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static byte[] serialized() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (WebSocketCases.Case it : CASES) {
            bytes.writeBytes(ByteBuffer.allocate(8)
                    .putInt(it.bytes().capacity())
                    .putInt(it.piece())
                    .array());
            bytes.writeBytes(it.bytes().array());
        }
        return bytes.toByteArray();
    }

    private static List<String> answers(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        List<String> answers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] answer = new byte[bytes.getInt()];
            bytes.get(answer);
            answers.add(HexFormat.of().formatHex(answer));
        }
        return answers;
    }

    @Test
    void applicationItselfIsByTheBook() {
        assertThat(direct).hasSameSizeAs(CASES);
        assertThat(answerTo("character 65536")).isEqualTo("8104f0908080" + "880203e8");
        assertThat(answerTo("ping of text")).isEqualTo("8a0548656c6c6f" + "880203e8");
        assertThat(answerTo("never finished in pieces of 1")).isEqualTo("880203e8");
        assertThat(answerTo("opcode 3 empty")).isEqualTo("880203ea");
        assertThat(answerTo("no text: eda080")).isEqualTo("880203ef");
        assertThat(answerTo("close without a code")).isEqualTo("8800");
    }

    private static String answerTo(String name) {
        int index = CASES.stream().map(WebSocketCases.Case::name).toList().indexOf(name);
        return direct.get(index);
    }

    @Test
    void previewGivesWhatTheApplicationGives() throws Exception {
        String host = URI.create(sandbox.ports().expose(PORT).url()).getAuthority();
        requireSame("GET /socket HTTP/1.1\r\nHost: " + host + "\r\n");
    }

    @Test
    void fetchGivesWhatTheApplicationGives() throws Exception {
        requireSame("GET /api/v1/sandboxes/" + sandbox.id() + "/fetch/" + PORT
                + "/socket HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + server.apiKey() + "\r\n");
    }

    private static void requireSame(String head) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<String>> conversations = new ArrayList<>();
            CASES.forEach(it -> conversations.add(() -> converse(head, it)));
            List<Future<String>> proxied = threads.invokeAll(conversations);
            for (int i = 0; i < CASES.size(); i++) {
                assertThat(proxied.get(i).get()).as(CASES.get(i).name()).isEqualTo(direct.get(i));
            }
        }
    }

    private static String converse(String head, WebSocketCases.Case it) throws IOException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(READ_MILLIS);
            socket.setTcpNoDelay(true);
            String handshake = head + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";
            socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
            Thread sender = Thread.startVirtualThread(() -> send(socket, it));
            byte[] came = socket.getInputStream().readAllBytes();
            sender.join();
            String text = new String(came, StandardCharsets.ISO_8859_1);
            assertThat(text).startsWith("HTTP/1.1 101 ");
            return HexFormat.of().formatHex(came, text.indexOf("\r\n\r\n") + 4, came.length);
        }
    }

    private static void send(Socket socket, WebSocketCases.Case it) {
        try {
            OutputStream out = socket.getOutputStream();
            byte[] bytes = it.bytes().array();
            for (int at = 0; at < bytes.length; at += it.piece()) {
                out.write(bytes, at, Math.min(it.piece(), bytes.length - at));
            }
        } catch (IOException ended) {
            // what came tells
        }
    }
}
