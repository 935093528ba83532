package org.cofferdam.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FrameChannelTest {

    private SocketChannel raw;
    private FrameChannel writer;
    private FrameChannel reader;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            raw = SocketChannel.open(server.getLocalAddress());
            writer = new FrameChannel(raw);
            reader = new FrameChannel(server.accept());
        }
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        reader.close();
    }

    @Test
    void framesOfEverySizeArriveAsTheyWereSent() throws Exception {
        int[] sizes = {0, 1, 5, 4096, (64 << 10) - 5, 64 << 10, (64 << 10) + 1, 200_000, FrameChannel.MAX_PAYLOAD};
        Random random = new Random(7);
        byte[][] sent = new byte[300][];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = new byte[i < sizes.length ? sizes[i] : random.nextInt(3000)];
            random.nextBytes(sent[i]);
        }
        Thread writing = Thread.ofVirtual().start(() -> {
            try {
                for (byte[] payload : sent) {
                    int cut = payload.length / 3;
                    writer.write(
                            FrameKind.DATA,
                            ByteBuffer.wrap(payload, 0, cut),
                            ByteBuffer.wrap(payload, cut, payload.length - cut));
                }
                writer.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        for (byte[] payload : sent) {
            Frame frame = Objects.requireNonNull(reader.read());
            assertThat(frame.kind()).isEqualTo(FrameKind.DATA);
            assertThat(frame.payload()).isEqualTo(payload);
        }
        assertThat(reader.read()).as("closed between frames").isNull();
        writing.join();
    }

    @Test
    void connectionThatEndsWithinAFrameIsNotAnEnd() throws IOException {
        raw.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 9, 5, 1, 2}));
        raw.shutdownOutput();
        assertThatExceptionOfType(EOFException.class).isThrownBy(reader::read);
    }

    @Test
    void whatIsNoFrameIsRefusedWithoutReadingOn() throws IOException {
        raw.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThatIOException().isThrownBy(reader::read).withMessage("Not a frame");
    }
}
