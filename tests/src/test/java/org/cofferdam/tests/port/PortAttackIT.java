package org.cofferdam.tests.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.port.PortInfo;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and applications that mean harm. */
@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PortAttackIT {

    private static final int PORT = 3000;
    private static final int ANSWERS_PORT = 3001;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int GUESSES = 300;
    private static final byte[] NO_BODY = new byte[0];
    private static final String WRONG_TOKEN = "0000000000000000000000000";

    private static RunningServer server;
    private static Sandbox sandbox;
    private static Sandbox sleeper;
    private static String host;
    private static String sleepersHost;

    @BeforeAll
    static void startApplications(RunningServer theServer, Cofferdam cofferdam) throws IOException {
        server = theServer;
        sandbox = server.newSandbox(cofferdam, "attacked");
        for (String script : new String[] {"application.js", "sockets.js", "answers.js"}) {
            try (InputStream in = PortAttackIT.class.getResourceAsStream(script)) {
                sandbox.writeFile(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        sandbox.start("node application.js " + PORT).waitForPort(PORT, SOON);
        sandbox.start("node answers.js " + ANSWERS_PORT).waitForPort(ANSWERS_PORT, SOON);
        host = hostOf(sandbox.ports().expose(PORT));
        sleeper = server.newSandbox(cofferdam, "asleep");
        sleepersHost = hostOf(sleeper.ports().expose(PORT));
        sleeper.sleep();
    }

    @AfterAll
    static void destroySandboxes() {
        sandbox.destroy();
        sleeper.destroy();
    }

    private static String hostOf(PortInfo exposed) {
        return URI.create(exposed.url()).getAuthority();
    }

    private static String fetchPath(String rest) {
        return "/api/v1/sandboxes/" + sandbox.id() + "/fetch/" + rest;
    }

    private static RawExchange send(String requestLine, String fields) throws IOException, InterruptedException {
        return RawExchange.send(server.port(), requestLine + " HTTP/1.1\r\n" + fields, NO_BODY);
    }

    private static String previewHost(String value) {
        return "Host: " + value + "\r\n";
    }

    private static String key() {
        return "Host: 127.0.0.1\r\nAuthorization: Bearer " + server.apiKey() + "\r\n";
    }

    private static Map<String, String> wrongGuesses() throws Exception {
        PortInfo revoked = sandbox.ports().expose(4001);
        sandbox.ports().revoke(4001);
        PortInfo rotated = sandbox.ports().expose(4002);
        sandbox.ports().expose(PortSpec.of(4002).withRotatedToken());
        Instant end = Instant.now().plusSeconds(1);
        PortInfo expired = sandbox.ports().expose(PortSpec.of(4003).withExpiry(end));
        Await.until("Expiry", SOON, () -> Instant.now().isAfter(end.plusMillis(10)));
        Map<String, String> guesses = new LinkedHashMap<>();
        guesses.put("unknown sandbox", PORT + "-no-such-sandbox-" + WRONG_TOKEN + ".localhost");
        guesses.put("port not exposed", host.replaceFirst("^" + PORT, "3999"));
        guesses.put("wrong token", host.replaceFirst("-[a-z0-9]+\\.", "-" + WRONG_TOKEN + "."));
        guesses.put("almost the token", withLastChanged(host));
        guesses.put("half the token", host.replaceFirst("[a-z0-9]{12}\\.", "."));
        guesses.put("revoked", hostOf(revoked));
        guesses.put("rotated", hostOf(rotated));
        guesses.put("expired", hostOf(expired));
        guesses.put("wrong token of one that sleeps", withLastChanged(sleepersHost));
        guesses.put("no label of ours", "x.localhost");
        guesses.put("port that is none", host.replaceFirst("^" + PORT, "99999"));
        return guesses;
    }

    private static String withLastChanged(String previewHost) {
        int dot = previewHost.indexOf('.');
        char other = previewHost.charAt(dot - 1) == '0' ? '1' : '0';
        return previewHost.substring(0, dot - 1) + other + previewHost.substring(dot);
    }

    @Test
    void wrongGuessesAreAnsweredAlikeAndWakeNothing() throws Exception {
        RawExchange expected = send("GET /", previewHost("never.localhost"));
        assertThat(expected.status()).isEqualTo(404);
        for (Map.Entry<String, String> guess : wrongGuesses().entrySet()) {
            RawExchange answer = send("GET /", previewHost(guess.getValue()));
            assertThat(withoutDate(answer)).as(guess.getKey()).isEqualTo(withoutDate(expected));
            assertThat(answer.text()).as(guess.getKey()).isEqualTo(expected.text());
        }
        assertThat(sleeper.info().state()).isEqualTo(SandboxState.SLEEPING);
    }

    private static String withoutDate(RawExchange answer) {
        return answer.head().replaceFirst("(?m)^Date: .*$", "");
    }

    /** Taken by turns, so that whatever else the machine does slows all of them down alike. */
    @Test
    void guessesTakeTheSameTimeHoweverNearTheyAre() throws Exception {
        Map<String, String> guesses = wrongGuesses();
        Map<String, List<Long>> nanos = new LinkedHashMap<>();
        for (int i = 0; i < GUESSES; i++) {
            for (Map.Entry<String, String> guess : guesses.entrySet()) {
                long begun = System.nanoTime();
                send("GET /", previewHost(guess.getValue()));
                nanos.computeIfAbsent(guess.getKey(), name -> new ArrayList<>()).add(System.nanoTime() - begun);
            }
        }
        List<Long> medians = nanos.values().stream()
                .map(it -> it.stream().sorted().skip(GUESSES / 2).findFirst().orElseThrow())
                .sorted()
                .toList();
        assertThat(medians.getLast()).as("%s", nanos.keySet()).isLessThan(2 * medians.getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 4\r\n",
                "Content-Length: 5, 5\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 0x5\r\n",
                "Content-Length: 5 5\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding: identity, chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: \u000bchunked\r\n",
                "Transfer-Encoding : chunked\r\n",
                "Content-Length : 5\r\n",
                "X-A: b\u0000c\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 5\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nTransfer-Encoding: chunked\r\n",
            })
    void ambiguousRequestReachesNoApplication(String fields) throws Exception {
        int before = seen();
        byte[] body = "0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        String[] heads = {
            "GET /smuggled HTTP/1.1\r\n" + previewHost(host),
            "GET " + fetchPath(PORT + "/smuggled") + " HTTP/1.1\r\n" + key()
        };
        for (String head : heads) {
            assertThat(RawExchange.send(server.port(), head + fields, body).status())
                    .isEqualTo(400);
        }
        assertThat(seen()).isEqualTo(before + 1);
    }

    /** How many requests the application has had. */
    private static int seen() throws Exception {
        return Integer.parseInt(send("GET /count", previewHost(host)).text());
    }

    @Test
    void foldsSpacesAndHalfLineEndsForgeNothing() throws Exception {
        for (String forged : new String[] {
            "X-A: b\r\n X-Real-IP: 6.6.6.6\r\n",
            "X-A: b\rX-Real-IP: 6.6.6.6\r\n",
            "X-A: b\nX-Real-IP: 6.6.6.6\n",
            "X-Real-IP : 6.6.6.6\r\n"
        }) {
            RawExchange answer = send("GET /seen", previewHost(host) + forged);
            assertThat(answer.text()).as(forged).doesNotContain("\"X-Real-IP\"");
        }
    }

    @Test
    void upgradeToAnythingButAWebSocketIsNotPassedOn() throws Exception {
        String fields =
                "Connection: close\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n";
        assertThat(send("GET /seen", previewHost(host) + fields).text())
                .doesNotContain("h2c", "HTTP2-Settings", "Upgrade");
        assertThat(send("GET /seen", previewHost(host) + "Upgrade: websocket\r\n")
                        .text())
                .doesNotContain("websocket");
    }

    @Test
    void refusedUpgradeLeavesTheConnectionOurs() throws Exception {
        String upgrade = "GET /refused HTTP/1.1\r\n" + previewHost(host)
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        String next = "GET /api/v1/keys HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        RawExchange first = RawExchange.send(server.port(), upgrade + next, NO_BODY);
        assertThat(first.status()).isEqualTo(403);
        assertThat(first.text()).contains("HTTP/1.1 401");
    }

    @ParameterizedTest
    @CsvSource({
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/x",
        "/a/./b/../c",
        "//other.example/x",
        "/%2f%2fx",
        "/a;b=c/d",
        "/a%00b",
        "/api/v1/keys",
    })
    void pathArrivesAsItWasSent(String path) throws Exception {
        assertThat(send("GET " + path, previewHost(host)).text()).contains("\"url\":\"" + path + "\"");
        assertThat(send("GET " + fetchPath(PORT + path), key()).text()).contains("\"url\":\"" + path + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0/",
                "65536/",
                "-1/",
                "99999999999/",
                "127.0.0.1:80/",
                "10.0.0.1/",
                "3000@example.com/",
                "localhost/",
                "%33%30%30%30/",
                "3000:3001/",
                "../fetch/3000/",
                "%2e%2e/x",
            })
    void fetchLeadsToNothingButPortsByNumber(String target) throws Exception {
        int before = seen();
        assertThat(send("GET " + fetchPath(target), key()).status()).isBetween(400, 404);
        assertThat(seen()).isEqualTo(before + 1);
    }

    @Test
    void fetchReachesNeitherTheServerNorAnotherSandbox() throws Exception {
        RawExchange own = send("GET " + fetchPath(server.port() + "/health/live"), key());
        assertThat(own.fields("Cofferdam-Error")).containsExactly("port-not-listening");
        for (String target : new String[] {
            "http://127.0.0.1:" + server.port() + "/health/live", "http://" + host + "/", "http://169.254.169.254/"
        }) {
            assertThat(send("GET " + target, previewHost(host)).status())
                    .as(target)
                    .isEqualTo(400);
        }
        assertThat(send("CONNECT 127.0.0.1:22", previewHost(host)).status()).isBetween(400, 499);
    }

    @Test
    void redirectIsTheClientsToFollow() throws Exception {
        String inward = "http://127.0.0.1:" + server.port() + "/health/live";
        RawExchange answer = send("GET /redirect", previewHost(host) + "X-To: " + inward + "\r\n");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.fields("Location")).containsExactly(inward);
    }

    @Test
    void hostDecidesAndNothingElse() throws Exception {
        assertThat(send("GET /seen", previewHost(host) + previewHost("localhost"))
                        .status())
                .isEqualTo(400);
        assertThat(send("GET /seen", "").text()).doesNotContain("\"url\"");
        assertThat(send(
                                "GET /seen",
                                previewHost("localhost") + "X-Forwarded-Host: " + host + "\r\nForwarded: host=" + host
                                        + "\r\n")
                        .text())
                .doesNotContain("\"url\"");
        for (String foreign : new String[] {host + ".example.com", "evil@" + host, "localhost, " + host, host + "/x"}) {
            assertThat(send("GET /seen", previewHost(foreign)).text())
                    .as(foreign)
                    .doesNotContain("\"url\"");
        }
        String name = URI.create("http://" + host).getHost();
        for (String same : new String[] {name.toUpperCase(Locale.ROOT), name + ".", name + ":1"}) {
            assertThat(send("GET /seen", previewHost(same)).status()).as(same).isEqualTo(200);
        }
        RawExchange api =
                send("GET /api/v1/keys", previewHost(host) + "Authorization: Bearer " + server.apiKey() + "\r\n");
        assertThat(api.text()).contains("\"url\":\"/api/v1/keys\"").doesNotContain(server.apiKey());
    }

    @Test
    void cookiesOfOursAreNeitherSeenNorSetByApplications() throws Exception {
        RawExchange answer = send("GET /cookies", previewHost(host) + "Cookie: a=1; cofferdam-session=secret; b=2\r\n");
        assertThat(answer.text()).isEqualTo("a=1; b=2");
        assertThat(answer.fields("Set-Cookie")).containsExactly("a=1; Path=/", "b=2; HttpOnly", "c=3");
    }

    @Test
    void headTooLargeIsRefusedAndTheServerLives() throws Exception {
        for (String large : new String[] {"X-A: " + "a".repeat(2 << 20) + "\r\n", "X-A: a\r\n".repeat(1000)}) {
            try (Socket socket = open("/seen", previewHost(host) + large)) {
                assertThat(allUntilCut(socket)).doesNotContain("200 OK");
            }
        }
        assertThat(send("GET /seen", previewHost(host)).status()).isEqualTo(200);
    }

    @Test
    void slowHeadIsGivenUp() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout((int) Duration.ofSeconds(90).toMillis());
            String start = "GET /seen HTTP/1.1\r\n" + previewHost(host);
            socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            assertThat(allUntilCut(socket)).doesNotContain("200 OK");
        }
    }

    private static Socket open(String path, String fields) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) SOON.toMillis());
        try {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\n" + fields + "\r\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException cut) {
            // what came tells
        }
        return socket;
    }

    private static String allUntilCut(Socket socket) {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(came);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("Not cut: " + came, e);
        } catch (IOException reset) {
            // what came before is what counts
        }
        return came.toString(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/not-http", "/nothing", "/two-lengths", "/folded", "/control", "/unasked", "/huge", "/bad-chunk"
            })
    void brokenAnswerIsABadGateway(String path) throws Exception {
        RawExchange answer = send("GET " + fetchPath(ANSWERS_PORT + path), key());
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.fields("Cofferdam-Error")).containsExactly("application-error");
    }

    @Test
    void answerThatEndsEarlyIsCutAndNotEnded() throws Exception {
        try (Socket socket = open(fetchPath(ANSWERS_PORT + "/short"), key())) {
            assertThat(allUntilCut(socket))
                    .startsWith("HTTP/1.1 200")
                    .contains("Content-Length: 10")
                    .endsWith("\r\n\r\nhalf");
        }
        try (Socket socket = open(fetchPath(ANSWERS_PORT + "/short-chunk"), key())) {
            assertThat(allUntilCut(socket))
                    .startsWith("HTTP/1.1 200")
                    .contains("hello")
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/both", "/until-end", "/early", "/more"})
    void unusualAnswerIsOneAnswer(String path) throws Exception {
        RawExchange answer = send("GET " + fetchPath(ANSWERS_PORT + path), key());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
    }
}
