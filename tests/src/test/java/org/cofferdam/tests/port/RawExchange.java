package org.cofferdam.tests.port;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** One request over a socket of its own, to hosts that no resolver knows and in forms that no client would send. */
record RawExchange(int status, String head, ByteBuffer body) {

    private static final int READ_MILLIS = 60_000;

    /** @param head request line and fields, each with its line's end; {@code Connection: close} is added */
    static RawExchange send(int port, String head, byte[] body) throws IOException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_MILLIS);
            Thread sender = Thread.startVirtualThread(() -> write(socket, head + "Connection: close\r\n\r\n", body));
            RawExchange answer = of(socket.getInputStream().readAllBytes());
            sender.join();
            return answer;
        }
    }

    static RawExchange get(int port, String host, String path) throws IOException, InterruptedException {
        return send(port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n", new byte[0]);
    }

    private static void write(Socket socket, String head, byte[] body) {
        try {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
        } catch (IOException refused) {
            // then the answer says why
        }
    }

    private static RawExchange of(byte[] bytes) {
        ByteBuffer answer = ByteBuffer.wrap(bytes);
        StringBuilder head = new StringBuilder();
        for (String line = line(answer); !line.isEmpty(); line = line(answer)) {
            head.append(line).append('\n');
        }
        RawExchange exchange = new RawExchange(Integer.parseInt(head.substring(9, 12)), head.toString(), answer);
        return exchange.fields("Transfer-Encoding").isEmpty()
                ? exchange
                : new RawExchange(exchange.status, exchange.head, unchunked(answer));
    }

    private static String line(ByteBuffer bytes) {
        StringBuilder line = new StringBuilder();
        for (char c = (char) bytes.get(); c != '\n'; c = (char) bytes.get()) {
            line.append(c);
        }
        return line.toString().stripTrailing();
    }

    private static ByteBuffer unchunked(ByteBuffer chunks) {
        ByteBuffer body = ByteBuffer.allocate(chunks.remaining());
        for (int size = size(chunks); size > 0; size = size(chunks)) {
            body.put(chunks.slice(chunks.position(), size));
            chunks.position(chunks.position() + size);
            line(chunks);
        }
        return body.flip();
    }

    private static int size(ByteBuffer chunks) {
        return Integer.parseInt(line(chunks), 16);
    }

    String text() {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }

    /** The fields of that name, in order. */
    List<String> fields(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }
}
