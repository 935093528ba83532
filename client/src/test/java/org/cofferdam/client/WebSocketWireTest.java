package org.cofferdam.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketWireTest {

    private static final int FINAL = 0x80;
    private static final int TEXT = 1;

    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

    private void frame(int head, byte[] payload) {
        ByteBuffer header = ByteBuffer.allocate(10).put((byte) head);
        if (payload.length < 126) {
            header.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            header.put((byte) 126).putShort((short) payload.length);
        } else {
            header.put((byte) 127).putLong(payload.length);
        }
        frames.write(header.array(), 0, header.position());
        frames.writeBytes(payload);
    }

    /** Shakes hands, sends the frames and cuts the connection. */
    private HttpPeer peer() throws IOException {
        return new HttpPeer((request, out) -> {
            String accepted = WebSocketHandshake.accepted(request.header("Sec-WebSocket-Key"));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accepted + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(frames.toByteArray());
            out.flush();
            throw new IOException("cut");
        });
    }

    private static WebSocketWire open(HttpPeer peer) throws IOException {
        return WebSocketWire.open(
                URI.create(peer.url() + "/channel"), ClientSettings.of(peer.url(), "key"), Duration.ofSeconds(20));
    }

    @Test
    void acceptanceIsThatOfTheStandard() {
        assertThat(WebSocketHandshake.accepted("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void messagesOfAllLengthsComeWhole() throws Exception {
        int[] lengths = {1, 125, 126, 127, 65_535, 65_536, 200_000};
        for (int length : lengths) {
            frame(FINAL | TEXT, new byte[length]);
        }
        try (HttpPeer peer = peer();
                WebSocketWire wire = open(peer)) {
            for (int length : lengths) {
                assertThat(wire.receive()).hasSize(length);
            }
            assertThatThrownBy(wire::receive).isInstanceOf(IOException.class);
        }
    }

    @Test
    void piecesAreJoinedAndOthersFramesMayComeBetween() throws Exception {
        frame(TEXT, "one ".getBytes(StandardCharsets.UTF_8));
        frame(FINAL | 10, new byte[3]);
        frame(0, "two ".getBytes(StandardCharsets.UTF_8));
        frame(FINAL, "three".getBytes(StandardCharsets.UTF_8));
        try (HttpPeer peer = peer();
                WebSocketWire wire = open(peer)) {
            assertThat(new String(wire.receive(), StandardCharsets.UTF_8)).isEqualTo("one two three");
        }
    }

    @Test
    void cutInTheMiddleOfAFrameIsAnEnd() throws Exception {
        frame(FINAL | TEXT, new byte[1000]);
        byte[] whole = frames.toByteArray();
        frames.reset();
        frames.writeBytes(Arrays.copyOf(whole, 500));
        try (HttpPeer peer = peer();
                WebSocketWire wire = open(peer)) {
            assertThatThrownBy(wire::receive).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closeTellsWhy() throws Exception {
        byte[] reason = "sandbox-not-found".getBytes(StandardCharsets.UTF_8);
        frame(
                FINAL | 8,
                ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) 4404)
                        .put(reason)
                        .array());
        try (HttpPeer peer = peer();
                WebSocketWire wire = open(peer)) {
            assertThatThrownBy(wire::receive)
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("4404 sandbox-not-found");
        }
    }

    @Test
    void refusalIsTheServersProblem() throws Exception {
        HttpPeer.Handler refusing =
                (_, out) -> HttpPeer.answer(out, 404, "application/problem+json", ExecServer.NOT_FOUND);
        try (HttpPeer peer = new HttpPeer(refusing)) {
            assertThatThrownBy(() -> open(peer))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESS_NOT_FOUND));
        }
    }

    @Test
    void answerToSomebodyElseIsNoHandshake() throws Exception {
        HttpPeer.Handler other = (_, out) -> out.write(
                "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        try (HttpPeer peer = new HttpPeer(other)) {
            assertThatThrownBy(() -> open(peer)).isInstanceOf(IOException.class).hasMessageContaining("handshake");
        }
    }
}
