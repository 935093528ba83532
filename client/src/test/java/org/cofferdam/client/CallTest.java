package org.cofferdam.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cofferdam.protocol.sandbox.Pong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallTest {

    private static final String PONG =
            "{\"bootId\":\"b\",\"uptimeMillis\":5,\"agentVersion\":\"1\",\"newMember\":[]}\n";

    @Test
    void keyAndQueryGoAlong() throws Exception {
        List<HttpPeer.Request> requests = new ArrayList<>();
        HttpPeer.Handler handler = (request, out) -> {
            requests.add(request);
            HttpPeer.answer(out, 200, "application/octet-stream", "content");
        };
        try (HttpPeer peer = new HttpPeer(handler);
                Cofferdam cofferdam = Cofferdam.connect(peer.url() + "/", " key \n")) {
            assertThat(sandbox(cofferdam).readFile("a b/ü&c+\0")).isEqualTo("content");
        }
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().header("Authorization")).isEqualTo("Bearer key");
        assertThat(requests.getFirst().path())
                .isEqualTo("/api/v1/sandboxes/s1/files/content?path=a%20b%2F%C3%BC%26c%2B%00");
    }

    @Test
    void connectionIsUsedAgain() throws Exception {
        List<Thread> connections = new ArrayList<>();
        HttpPeer.Handler handler = (_, out) -> {
            connections.add(Thread.currentThread());
            HttpPeer.answer(out, 200, "application/json", PONG);
        };
        try (HttpPeer peer = new HttpPeer(handler);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            for (int i = 0; i < 5; i++) {
                assertThat(sandbox(cofferdam).ping()).isEqualTo(new Pong("b", 5, "1"));
            }
        }
        assertThat(connections).hasSize(5).containsOnly(connections.getFirst());
    }

    @Test
    void answerOfAnotherServerIsNoAnswer() throws Exception {
        HttpPeer.Handler handler = (_, out) -> HttpPeer.answer(out, 404, "text/html", "<h1>Not found</h1>");
        try (HttpPeer peer = new HttpPeer(handler);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            assertThatThrownBy(() -> sandbox(cofferdam).ping())
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("HTTP status 404");
        }
    }

    @Test
    void fileThatIsCutShortIsNotTakenForWhole() throws Exception {
        HttpPeer.Handler handler = (_, out) -> {
            HttpPeer.head(out, 200, "application/octet-stream", "Content-Length: 100000");
            out.write(new byte[5000]);
            out.flush();
            throw new IOException("cut");
        };
        try (HttpPeer peer = new HttpPeer(handler);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key")) {
            assertThatThrownBy(() -> sandbox(cofferdam).files().read("big")).isInstanceOf(ConnectionException.class);
        }
    }

    @Test
    void slowReaderHoldsTheServerBack() throws Exception {
        byte[] bytes = new byte[8 << 20];
        new Random(1).nextBytes(bytes);
        HttpPeer.Handler handler = (_, out) -> HttpPeer.answer(out, 200, "application/octet-stream", bytes);
        try (HttpPeer peer = new HttpPeer(handler);
                Cofferdam cofferdam = Cofferdam.connect(peer.url(), "key");
                InputStream in = sandbox(cofferdam).files().open("big")) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            read.write(in.read());
            in.transferTo(read);
            assertThat(read.toByteArray()).isEqualTo(bytes);
        }
    }

    private static Sandbox sandbox(Cofferdam cofferdam) {
        return cofferdam.existing("s1");
    }
}
