package org.cofferdam.tests.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One connection that is used again and again, to a host that no resolver need know. */
final class KeptConnection implements AutoCloseable {

    private static final String UPGRADE = Stream.of(
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                    "Sec-WebSocket-Version: 13")
            .map(field -> field + "\r\n")
            .collect(Collectors.joining());

    private static final int READ_MILLIS = 60_000;
    private static final int PART_BYTES = 64 << 10;
    private static final byte[] HELLO = {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
    private static final int ANSWER_BYTES = 7;

    private final Socket socket;
    private final InputStream in;
    private final String host;

    KeptConnection(String address, int port, String host) throws IOException {
        this.socket = new Socket(address, port);
        this.host = host;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), PART_BYTES);
    }

    /** Reads the whole answer, which says how long it is. */
    void get(String path) throws IOException {
        send("GET " + path, "");
        in.skipNBytes(head(200));
    }

    void upgrade(String path) throws IOException {
        send("GET " + path, UPGRADE);
        head(101);
    }

    /** Sends a short text over the WebSocket and waits for it to come back. */
    void echo() throws IOException {
        socket.getOutputStream().write(HELLO);
        in.skipNBytes(ANSWER_BYTES);
    }

    private void send(String start, String fields) throws IOException {
        String head = start + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    /** The body's length. */
    private long head(int status) throws IOException {
        String first = line();
        if (!first.startsWith("HTTP/1.1 " + status)) {
            throw new IOException(first);
        }
        long length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(15).strip());
            }
        }
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
