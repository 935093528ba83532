package org.cofferdam.agent.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.cofferdam.protocol.process.WaitSpec;
import org.jspecify.annotations.Nullable;

/** Finds out whether a port of the sandbox's loopback serves. */
final class PortProbe {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 5_000;
    private static final int STATUS_LINE_BYTES = 256;

    private final WaitSpec.Port port;

    PortProbe(WaitSpec.Port port) {
        this.port = port;
    }

    /**
     * What it came to.
     *
     * @param status of HTTP, where that was asked
     */
    record Answer(boolean good, @Nullable Integer status) {}

    Answer ask() {
        Answer answer = ask("127.0.0.1");
        return answer.good() ? answer : ask("::1");
    }

    private Answer ask(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port.port()), CONNECT_MILLIS);
            return port.http() ? request(socket) : new Answer(true, null);
        } catch (IOException notYet) {
            return new Answer(false, null);
        }
    }

    private Answer request(Socket socket) throws IOException {
        String path = port.path() == null ? "/" : port.path();
        String request = "GET " + path.replaceAll("[\\x00-\\x20\\x7f]", "%20") + " HTTP/1.1\r\nHost: localhost:"
                + port.port() + "\r\nConnection: close\r\nUser-Agent: cofferdam\r\n\r\n";
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        int status = status(socket.getInputStream());
        boolean good = port.status() == null ? status > 0 && status < 400 : status == port.status();
        return new Answer(good, status > 0 ? status : null);
    }

    /** Of {@code HTTP/1.1 200 OK}; -1 for anything else. */
    private static int status(InputStream in) throws IOException {
        byte[] line = new byte[STATUS_LINE_BYTES];
        int length = 0;
        int next = in.read();
        while (next >= 0 && next != '\n' && length < line.length) {
            line[length++] = (byte) next;
            next = in.read();
        }
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1).strip();
        return text.matches("HTTP/1\\.[01] \\d{3}.*") ? Integer.parseInt(text.substring(9, 12)) : -1;
    }
}
