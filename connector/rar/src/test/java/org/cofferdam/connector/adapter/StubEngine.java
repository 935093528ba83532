package org.cofferdam.connector.adapter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine written by hand at the wire: it knows no containers, but answers, hangs, dies and tells events as a test wants it. */
final class StubEngine implements AutoCloseable {

    final Set<SocketChannel> listeners = ConcurrentHashMap.newKeySet();
    final AtomicInteger refusals = new AtomicInteger();
    volatile boolean hangs;

    private final Path path;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private ServerSocketChannel server;

    StubEngine(Path path) throws IOException {
        this.path = path;
        this.server = listen();
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().start(() -> accept(listening));
        return listening;
    }

    private void accept(ServerSocketChannel listening) {
        try {
            while (true) {
                SocketChannel socket = listening.accept();
                if (refusals.getAndDecrement() > 0) {
                    socket.close();
                    continue;
                }
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel socket) {
        try (BufferedReader requests =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.US_ASCII))) {
            String line;
            while ((line = requests.readLine()) != null) {
                if (line.startsWith("GET ") && !hangs) {
                    answer(socket, line);
                }
            }
        } catch (IOException e) {
            // closed by either side
        } finally {
            open.remove(socket);
            listeners.remove(socket);
        }
    }

    private void answer(SocketChannel socket, String request) throws IOException {
        if (request.contains("/events")) {
            write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            listeners.add(socket);
        } else {
            String body = request.contains("/_ping") ? "OK" : "[]";
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body);
        }
    }

    /** Tells everybody who listens. */
    void tell(String event) throws IOException {
        for (SocketChannel listener : listeners) {
            write(listener, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
        }
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    void kill() throws IOException {
        server.close();
        for (SocketChannel socket : open) {
            socket.close();
        }
    }

    void restart() throws IOException {
        kill();
        Files.delete(path);
        server = listen();
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
