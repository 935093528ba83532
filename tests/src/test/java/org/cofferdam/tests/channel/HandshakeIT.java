package org.cofferdam.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RawHttp;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HandshakeIT {

    private static final String SWITCHED = "HTTP/1.1 101 ";

    private static RunningServer server;
    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer running, Cofferdam cofferdam) {
        server = running;
        sandbox = running.newSandbox(cofferdam, "handshake");
        sandbox.exec("true");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @Test
    void ticketOpensOneSocketAndIsInNoLog() throws Exception {
        String ticket = ticket("{}");
        assertThat(handshake(channel("?ticket=" + ticket), "")).startsWith(SWITCHED);
        assertThat(problem(handshake(channel("?ticket=" + ticket), ""))).isEqualTo("401 unauthenticated");
        assertThat(Files.readString(server.log())).doesNotContain(ticket);
        assertThat(server.console()).doesNotContain(ticket);
    }

    @Test
    void ticketOfASandboxOpensNoOther() throws Exception {
        String own = ticket("{\"sandboxId\":\"" + sandbox.id() + "\"}");
        assertThat(handshake(channel("?ticket=" + own), "")).startsWith(SWITCHED);
        String other = ticket("{\"sandboxId\":\"somebody-elses\"}");
        assertThat(problem(handshake(channel("?ticket=" + other), ""))).isEqualTo("401 unauthenticated");
    }

    @Test
    void ticketIsGoodForSocketsOnly() throws Exception {
        RawHttp.Answer answer = new RawHttp(server.url())
                .send("GET", channel("?ticket=" + ticket("{}")), Optional.empty(), "", new byte[0]);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws Exception {
        String key = "Authorization: Bearer " + server.apiKey() + "\r\n";
        assertThat(problem(handshake(channel(""), key + "Origin: https://elsewhere.example\r\n")))
                .isEqualTo("403 origin-not-allowed");
        assertThat(handshake(channel(""), key + "Origin: " + server.url() + "\r\n"))
                .startsWith(SWITCHED);
        assertThat(handshake(channel(""), key)).startsWith(SWITCHED);
    }

    @Test
    void whatIsWrongIsAnsweredBeforeTheUpgrade() throws Exception {
        String key = "Authorization: Bearer " + server.apiKey() + "\r\n";
        assertThat(problem(handshake(channel(""), ""))).isEqualTo("401 unauthenticated");
        assertThat(problem(handshake("/api/v1/sandboxes/no-such-sandbox/channel", key)))
                .isEqualTo("404 sandbox-not-found");
        RawHttp.Answer plain = new RawHttp(server.url())
                .send("GET", channel(""), Optional.of("Bearer " + server.apiKey()), "", new byte[0]);
        assertThat(plain.status()).isEqualTo(400);
        assertThat(plain.code()).isEqualTo("malformed-request");
    }

    private static String channel(String query) {
        return "/api/v1/sandboxes/" + sandbox.id() + "/channel" + query;
    }

    private static String ticket(String body) throws Exception {
        RawHttp.Answer answer = new RawHttp(server.url())
                .send(
                        "POST",
                        "/api/v1/tickets",
                        Optional.of("Bearer " + server.apiKey()),
                        "application/json",
                        body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().get("ticket").asText();
    }

    private static String problem(String answer) throws IOException {
        assertThat(answer).contains("application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        return problem.get("status").asText() + " " + problem.get("code").asText();
    }

    /** The answer to a browser's handshake: the head of a good one, all of a refusal. */
    private static String handshake(String path, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            String connection =
                    "Host: 127.0.0.1:" + server.port() + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
            String rest = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers;
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\n" + connection + rest + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            while (!whole(answer)) {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    break;
                }
                answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
            return answer.toString();
        }
    }

    private static boolean whole(StringBuilder answer) {
        int head = answer.indexOf("\r\n\r\n");
        return head > 0 && (answer.indexOf(SWITCHED) == 0 || answer.charAt(answer.length() - 1) == '}');
    }
}
