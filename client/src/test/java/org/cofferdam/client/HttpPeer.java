package org.cofferdam.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server of a few lines, which does what no proper server does: break off wherever a test wants it to. */
final class HttpPeer implements AutoCloseable {

    /** Answers requests. An {@link IOException} cuts the connection. */
    interface Handler {
        void handle(Request request, OutputStream out) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Request(String method, String path, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final ServerSocket socket;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    HttpPeer(Handler handler) throws IOException {
        this.handler = handler;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    static void answer(OutputStream out, int status, String type, byte[] body) throws IOException {
        head(out, status, type, "Content-Length: " + body.length);
        out.write(body);
        out.flush();
    }

    static void answer(OutputStream out, int status, String type, String body) throws IOException {
        answer(out, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    static void head(OutputStream out, int status, String type, String length) throws IOException {
        out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\n" + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    static void chunk(OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket peer = socket.accept();
                open.add(peer);
                Thread.ofVirtual().start(() -> serve(peer));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket peer) {
        try (peer) {
            peer.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(peer.getInputStream());
            while (true) {
                Request request = read(in);
                if (request == null) {
                    return;
                }
                handler.handle(request, peer.getOutputStream());
            }
        } catch (IOException e) {
            // The cut that the test asked for, or the client's
        } finally {
            open.remove(peer);
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        String[] words = first.split(" ", -1);
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        return new Request(words[0].toUpperCase(Locale.ROOT), words[1], headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket peer : open) {
            peer.close();
        }
    }
}
