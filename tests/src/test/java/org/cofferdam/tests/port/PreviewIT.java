package org.cofferdam.tests.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.port.ListeningPort;
import org.cofferdam.protocol.port.PortInfo;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.port.PortVisibility;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PreviewIT {

    private static final int PORT = 3000;
    private static final int UNUSED_PORT = 4999;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] NO_BODY = new byte[0];
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static RunningServer server;
    private static Sandbox sandbox;
    private static String host;

    @BeforeAll
    static void startApplication(RunningServer theServer, Cofferdam cofferdam) throws IOException {
        server = theServer;
        sandbox = server.newSandbox(cofferdam, "preview");
        for (String script : new String[] {"application.js", "sockets.js"}) {
            try (InputStream in = PreviewIT.class.getResourceAsStream(script)) {
                sandbox.writeFile(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        sandbox.start("node application.js " + PORT).waitForPort(PORT, SOON);
        host = hostOf(sandbox.ports().expose(PORT));
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static String hostOf(PortInfo exposed) {
        return URI.create(exposed.url()).getAuthority();
    }

    private static URI fetch(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + "/api/v1/sandboxes/" + sandbox.id() + "/fetch/"
                + PORT + path);
    }

    private static String bearer() {
        return "Bearer " + server.apiKey();
    }

    @Test
    void exposedPortIsListedServedAndRevokedAtOnce() throws Exception {
        int port = 3001;
        sandbox.start("python3 -m http.server " + port).waitForPort(port, SOON);
        PortInfo exposed = sandbox.ports().expose(port);
        assertThat(sandbox.ports().list()).contains(exposed);
        assertThat(sandbox.ports().expose(port).url()).isEqualTo(exposed.url());
        assertThat(RawExchange.get(server.port(), hostOf(exposed), "/application.js")
                        .text())
                .contains("What tests and bench look at");
        sandbox.ports().revoke(port);
        assertThat(sandbox.ports().list()).doesNotContain(exposed);
        assertThat(RawExchange.get(server.port(), hostOf(exposed), "/").status())
                .isEqualTo(404);
        SandboxException again = catchThrowableOfType(
                SandboxException.class, () -> sandbox.ports().revoke(port));
        assertThat(again.code()).isEqualTo(ErrorCode.PORT_NOT_FOUND);
    }

    @Test
    void wrongTokenPortSandboxOrFormAreTheSameNotFound() throws Exception {
        String expected = RawExchange.get(server.port(), "never.localhost", "/").text();
        assertThat(expected).contains("preview-not-found");
        String[] wrong = {
            host.replaceFirst("-[a-z0-9]+\\.", "-0000000000000000000000000."),
            host.replaceFirst("^" + PORT, "3999"),
            PORT + "-no-such-sandbox-0000000000000000000000000.localhost",
            "x" + host,
        };
        for (String guess : wrong) {
            RawExchange answer = RawExchange.get(server.port(), guess, "/");
            assertThat(answer.status()).as(guess).isEqualTo(404);
            assertThat(answer.text()).as(guess).isEqualTo(expected);
        }
    }

    @Test
    void tokenIsRotatedAndExpires() throws Exception {
        PortSpec spec = PortSpec.of(3002).withToken("firsttoken");
        String first = hostOf(sandbox.ports().expose(spec));
        assertThat(RawExchange.get(server.port(), first, "/").status()).isEqualTo(502);
        PortSpec rotation = new PortSpec(3002, null, null, true, null, null, null, null);
        String second = hostOf(sandbox.ports().expose(rotation));
        assertThat(RawExchange.get(server.port(), first, "/").status()).isEqualTo(404);
        assertThat(RawExchange.get(server.port(), second, "/").status()).isEqualTo(502);
        PortSpec expiring = new PortSpec(
                3002, null, null, false, null, null, null, Instant.now().plusSeconds(2));
        assertThat(hostOf(sandbox.ports().expose(expiring))).isEqualTo(second);
        Await.until("Expiry", SOON, () -> statusOf(second) == 404);
    }

    private static int statusOf(String previewHost) {
        try {
            return RawExchange.get(server.port(), previewHost, "/").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void privatePortAsksForAKey() throws Exception {
        PortSpec spec = new PortSpec(3003, null, null, false, PortVisibility.PRIVATE, null, null, null);
        String secret = hostOf(sandbox.ports().expose(spec));
        assertThat(RawExchange.get(server.port(), secret, "/").status()).isEqualTo(401);
        String head = "GET / HTTP/1.1\r\nHost: " + secret + "\r\nAuthorization: " + bearer() + "\r\n";
        assertThat(RawExchange.send(server.port(), head, NO_BODY).status()).isEqualTo(502);
    }

    /** The whole answer is read while the request is sent, which a client must do that is echoed more than the network holds. */
    @Test
    void bodiesOfMegabytesComeAndGoUnchanged() throws Exception {
        byte[] sent = new byte[20 << 20];
        new Random(6).nextBytes(sent);
        String byFetch = "POST " + fetch("http", "/echo").getRawPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Authorization: " + bearer() + "\r\nContent-Length: " + sent.length + "\r\n";
        RawExchange whole = RawExchange.send(server.port(), byFetch, sent);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(ByteBuffer.wrap(sent));
        String byPreview = "POST /echo HTTP/1.1\r\nHost: " + host + "\r\nTransfer-Encoding: chunked\r\n";
        RawExchange chunked = RawExchange.send(server.port(), byPreview, chunked(sent, 1_000_003));
        assertThat(chunked.status()).isEqualTo(200);
        assertThat(chunked.body()).isEqualTo(ByteBuffer.wrap(sent));
    }

    private static byte[] chunked(byte[] body, int size) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream(body.length + 10_000);
        for (int at = 0; at < body.length; at += size) {
            int count = Math.min(size, body.length - at);
            chunks.writeBytes((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(body, at, count);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    @Test
    void manyBodiesAtOnceComeBackOverKeptConnections() throws Exception {
        byte[] sent = new byte[100_000];
        new Random(7).nextBytes(sent);
        HttpRequest request = HttpRequest.newBuilder(fetch("http", "/echo"))
                .header("Authorization", bearer())
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofByteArray(sent))
                .build();
        for (int round = 0; round < 5; round++) {
            List<CompletableFuture<HttpResponse<byte[]>>> answers = Stream.generate(
                            () -> HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()))
                    .limit(40)
                    .toList();
            for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                assertThat(answer.get().body()).isEqualTo(sent);
            }
        }
    }

    @Test
    void answerToARequestThatTheApplicationDoesNotReadArrives() throws Exception {
        String post = "POST /refuse HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + (5 << 20) + "\r\n";
        RawExchange refused = RawExchange.send(server.port(), post, new byte[5 << 20]);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.text()).isEqualTo("too large");
    }

    @Test
    void everyCookieIsKept() throws Exception {
        assertThat(RawExchange.get(server.port(), host, "/cookies").fields("Set-Cookie"))
                .containsExactly("a=1; Path=/", "b=2; HttpOnly", "c=3");
    }

    @Test
    void eventsComeBeforeTheAnswerEnds() throws Exception {
        HttpResponse<InputStream> events = send(
                HttpRequest.newBuilder(fetch("http", "/events")).header("Authorization", bearer()),
                HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: first");
            assertThat(RawExchange.get(server.port(), host, "/next").text()).contains("true");
            assertThat(lines.lines().toList()).contains("data: second");
        }
    }

    @Test
    void webSocketCarriesTextBinaryAndTheCloseCode() throws Exception {
        EchoedFrames echoed = new EchoedFrames();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("Authorization", bearer())
                .buildAsync(fetch("ws", "/socket"), echoed)
                .get(30, TimeUnit.SECONDS);
        socket.sendText("grüße", true).get(30, TimeUnit.SECONDS);
        assertThat(echoed.next()).isEqualTo("text grüße");
        socket.sendBinary(ByteBuffer.wrap(new byte[] {0, -1, 10}), true).get(30, TimeUnit.SECONDS);
        assertThat(echoed.next()).isEqualTo("binary 00ff0a");
        socket.sendClose(4321, "enough").get(30, TimeUnit.SECONDS);
        assertThat(echoed.next()).isEqualTo("close 4321 enough");
    }

    @Test
    void applicationSeesNeitherOurKeyNorInventedHeadersOfOurs() throws Exception {
        String fields = "Authorization: " + bearer() + "\r\nX-Forwarded-For: 6.6.6.6\r\nX_Forwarded_Host: evil\r\n"
                + "Forwarded: for=6.6.6.6\r\nX-Kept: yes\r\n";
        String byPreview = RawExchange.send(
                        server.port(), "GET /seen?a=%2F&b HTTP/1.1\r\nHost: " + host + "\r\n" + fields, NO_BODY)
                .text();
        assertThat(byPreview)
                .contains("\"url\":\"/seen?a=%2F&b\"", "\"Host\",\"localhost:" + PORT + "\"", "X-Kept", host)
                .doesNotContain("cfd_", "6.6.6.6", "evil");
        String path = fetch("http", "/a%2fb//c").getRawPath();
        String byFetch = RawExchange.send(
                        server.port(), "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields, NO_BODY)
                .text();
        assertThat(byFetch).contains("\"url\":\"/a%2fb//c\"").doesNotContain("cfd_", "6.6.6.6", "evil");
    }

    @Test
    void keyOfTheApplicationsOwnReachesIt() throws Exception {
        String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer own\r\n";
        assertThat(RawExchange.send(server.port(), head, NO_BODY).text()).contains("Bearer own");
    }

    @Test
    void requestOfTwoLengthsIsRefused() throws Exception {
        String post = "POST /echo HTTP/1.1\r\nHost: " + host + "\r\n";
        byte[] body = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        String[] ambiguous = {
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 5\r\nContent-Length: 4\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        };
        for (String lengths : ambiguous) {
            assertThat(RawExchange.send(server.port(), post + lengths, body).status())
                    .as(lengths)
                    .isEqualTo(400);
        }
    }

    @Test
    void portThatNothingListensOnIsABadGatewayWithACode() throws Exception {
        String unused = hostOf(sandbox.ports().expose(UNUSED_PORT));
        RawExchange answer = RawExchange.get(server.port(), unused, "/");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.fields("Cofferdam-Error")).containsExactly("port-not-listening");
        RawExchange page = RawExchange.send(
                server.port(), "GET / HTTP/1.1\r\nHost: " + unused + "\r\nAccept: text/html\r\n", NO_BODY);
        assertThat(page.text()).startsWith("<!doctype html>");
    }

    @Test
    void clientThatLeavesDoesNotHoldTheApplicationsPlace() throws Exception {
        try (Socket left = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = left.getOutputStream();
            String post = "POST /echo HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 1000000\r\n\r\nsome";
            out.write(post.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        assertThat(RawExchange.get(server.port(), host, "/").status()).isEqualTo(200);
    }

    @Test
    void headOfAStreamComesBeforeItsFirstEvent() throws Exception {
        HttpResponse<InputStream> quiet = send(
                HttpRequest.newBuilder(fetch("http", "/quiet")).header("Authorization", bearer()),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(quiet.statusCode()).isEqualTo(200);
        quiet.body().close();
    }

    @Test
    void clientThatLeavesASilentApplicationEndsItsRequestThere() throws Exception {
        leaveSilentApplication();
    }

    private static void leaveSilentApplication() throws Exception {
        int silent = count("silent");
        int left = count("left");
        try (Socket _ = open("/silent")) {
            Await.until("The request", SOON, () -> count("silent") > silent);
        }
        Await.until("The request's end", SOON, () -> count("left") > left);
    }

    /** Its second request comes while it is looked whether it is still there, which it has been for one that was silent later. */
    @Test
    void clientThatDoesNotWaitForTheAnswerGetsBoth() throws Exception {
        try (Socket early = open("/held")) {
            leaveSilentApplication();
            early.getOutputStream().write(head("/seen?second", "Connection: close\r\n"));
            assertThat(RawExchange.get(server.port(), host, "/release").text()).isEqualTo("true");
            String both = new String(early.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(both).containsSubsequence("HTTP/1.1 200", "held", "HTTP/1.1 200", "\"url\":\"/seen?second\"");
        }
    }

    private static Socket open(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) SOON.toMillis());
        socket.getOutputStream().write(head(path, ""));
        return socket;
    }

    private static byte[] head(String path, String fields) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    private static int count(String what) {
        try {
            return Integer.parseInt(
                    RawExchange.get(server.port(), host, "/count?" + what).text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sleepingSandboxWakesUnlessItIsNotToBe(RunningServer theServer, Cofferdam cofferdam) throws Exception {
        Sandbox sleeper = theServer.newSandbox(cofferdam, "wake");
        PortSpec lying = new PortSpec(8000, null, null, false, null, false, null, null);
        String notWaking = hostOf(sleeper.ports().expose(lying));
        String waking = hostOf(sleeper.ports().expose(8001));
        sleeper.sleep();
        RawExchange refused = RawExchange.get(theServer.port(), notWaking, "/");
        assertThat(refused.fields("Cofferdam-Error")).containsExactly("sandbox-state");
        assertThat(sleeper.info().state()).isEqualTo(SandboxState.SLEEPING);
        assertThat(RawExchange.get(theServer.port(), waking, "/").fields("Cofferdam-Error"))
                .containsExactly("port-not-listening");
        assertThat(sleeper.info().state()).isEqualTo(SandboxState.RUNNING);
        sleeper.destroy();
        assertThat(RawExchange.get(theServer.port(), waking, "/").status()).isEqualTo(404);
    }

    @Test
    void listeningPortsAreSeenWithTheirProcess() {
        assertThat(sandbox.ports().listening()).anySatisfy(it -> {
            assertThat(it.port()).isEqualTo(PORT);
            assertThat(it.address()).isEqualTo("127.0.0.1");
            assertThat(it.process()).isNotEmpty();
            assertThat(it.pid()).isPositive();
        });
        assertThat(sandbox.ports().listening()).extracting(ListeningPort::port).doesNotContain(UNUSED_PORT);
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return HTTP.send(request.timeout(Duration.ofMinutes(1)).build(), handler);
    }
}
