package org.cofferdam.tests.port;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** One request over a socket of its own, to hosts that no resolver knows and in forms that no client would send. */
record RawExchange(int status, String head, String text) {

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
        String answer = new String(bytes, StandardCharsets.UTF_8);
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("No answer: " + answer);
        }
        String head = answer.substring(0, end);
        return new RawExchange(Integer.parseInt(head.substring(9, 12)), head, answer.substring(end + 4));
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
