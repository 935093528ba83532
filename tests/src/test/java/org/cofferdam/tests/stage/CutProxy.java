package org.cofferdam.tests.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between client and server and cuts connections: the next one after as many bytes of answers as the test says. */
public final class CutProxy implements AutoCloseable {

    private static final int BUFFER = 16 << 10;

    private final ServerSocket socket;
    private final int serverPort;
    private final Iterator<Long> cuts;
    private final AtomicInteger done = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param cuts for one connection after the other; those behind the last are left alone */
    public CutProxy(int serverPort, Iterator<Long> cuts) throws IOException {
        this.serverPort = serverPort;
        this.cuts = cuts;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** How many connections were cut so far. */
    public int cuts() {
        return done.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                long limit = nextCut();
                Thread.ofVirtual().start(() -> copy(client, server, Long.MAX_VALUE));
                Thread.ofVirtual().start(() -> copy(server, client, limit));
            } catch (IOException e) {
                // Closed, or the server is away: the client sees its connection end
            }
        }
    }

    private synchronized long nextCut() {
        return cuts.hasNext() ? cuts.next() : Long.MAX_VALUE;
    }

    private void copy(Socket from, Socket to, long limit) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            long left = limit;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, (int) Math.min(n, left));
                left -= n;
                if (left <= 0) {
                    done.incrementAndGet();
                    return;
                }
            }
        } catch (IOException e) {
            // One end has gone; so does the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket one : open) {
                one.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
