package org.cofferdam.client;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A WebSocket (RFC 6455) over a blocking socket: text messages both ways. One thread reads, any number write. The JDK's client tells of a
 * connection that was cut only as long as it is asked for messages in its own rhythm; here an end is an end.
 */
final class WebSocketWire implements Closeable {

    private static final int LARGEST_MESSAGE = 8 << 20;
    private static final int NOTHING_ELSE = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock(true);

    private WebSocketWire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
        this.out = socket.getOutputStream();
    }

    /**
     * Connects and shakes hands.
     *
     * @param silence how long nothing may come afterwards
     * @throws org.cofferdam.protocol.error.SandboxException what the server answers instead
     */
    static WebSocketWire open(URI url, ClientSettings settings, Duration silence) throws IOException {
        Socket socket = WebSocketHandshake.connect(url, settings);
        boolean opened = false;
        try {
            WebSocketWire wire = new WebSocketWire(socket);
            new WebSocketHandshake(wire.in, wire.out).shakeHands(url, settings.apiKey());
            socket.setSoTimeout((int) silence.toMillis());
            opened = true;
            return wire;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
    }

    /**
     * The next message; answers pings meanwhile.
     *
     * @throws EOFException when the server closes
     * @throws java.net.SocketTimeoutException when it was silent for too long
     */
    byte[] receive() throws IOException {
        byte[] message = {};
        while (true) {
            int head = in.readUnsignedByte();
            byte[] payload = new byte[length()];
            in.readFully(payload);
            switch (head & 0xf) {
                case TEXT, CONTINUATION -> {
                    message = message.length == 0 ? payload : joined(message, payload);
                    if ((head & NOTHING_ELSE) != 0) {
                        return message;
                    }
                }
                case PING -> send(PONG, payload);
                case CLOSE -> throw new EOFException("The server closed the channel" + reason(payload));
                default -> {
                    // Neither binary messages nor pongs say anything to us
                }
            }
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte();
        long whole = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        if (whole < 0 || whole > LARGEST_MESSAGE) {
            throw new IOException("A frame of " + whole + " bytes");
        }
        return (int) whole;
    }

    private static byte[] joined(byte[] begin, byte[] rest) throws IOException {
        if (begin.length + rest.length > LARGEST_MESSAGE) {
            throw new IOException("A message that is too long");
        }
        byte[] both = Arrays.copyOf(begin, begin.length + rest.length);
        System.arraycopy(rest, 0, both, begin.length, rest.length);
        return both;
    }

    private static String reason(byte[] payload) {
        return payload.length < 2
                ? ""
                : ": " + (ByteBuffer.wrap(payload).getShort() & 0xffff) + " "
                        + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    /** Sends a message; blocks while the network does not take it. */
    void sendText(byte[] utf8) throws IOException {
        send(TEXT, utf8);
    }

    private void send(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (NOTHING_ELSE | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] mask = new byte[4];
        RANDOM.nextBytes(mask);
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        writing.lock();
        try {
            out.write(frame.array(), 0, frame.position());
        } finally {
            writing.unlock();
        }
    }

    /** Wakes whoever reads or writes. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
