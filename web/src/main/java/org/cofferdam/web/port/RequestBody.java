package org.cofferdam.web.port;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cofferdam.connector.PortConnection;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/**
 * Sends a request's body on a thread of its own, so that the application may answer before it has read all. One that the client sends
 * only when it is asked to (RFC 9110, 10.1.1) is asked for when the application asks, or says nothing for a while.
 */
final class RequestBody {

    private static final long PATIENCE_MILLIS = 1_000;
    private static final long CLIENT_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 32 << 10;
    private static final byte[] CRLF = {'\r', '\n'};

    private final HttpServerExchange exchange;
    private final PortConnection connection;
    private final boolean expected;
    private final CountDownLatch asked = new CountDownLatch(1);
    private boolean begun;
    private boolean unwanted;
    private volatile boolean clientFailed;
    private @Nullable Thread thread;

    RequestBody(HttpServerExchange exchange, PortConnection connection) {
        this.exchange = exchange;
        this.connection = connection;
        this.expected = HttpContinue.requiresContinueResponse(exchange);
    }

    void start() {
        if (!exchange.isRequestComplete()) {
            thread = Thread.ofVirtual().name("cofferdam-port-body").start(this::run);
        }
    }

    /** The application wants it. */
    void ask() {
        asked.countDown();
    }

    /** The application answers: who was not asked for a body yet is not asked any more. Tells whether the client still holds it back. */
    synchronized boolean answered() {
        unwanted = true;
        return expected && !begun && thread != null;
    }

    /** Nothing more is sent. */
    void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            boolean interrupted = false;
            while (running.isAlive()) {
                try {
                    running.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            if (!expected || awaitTurn()) {
                send();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            clientFailed = true;
            connection.close();
        }
    }

    /** Whether the client left or stalled before it had sent all. */
    boolean clientFailed() {
        return clientFailed;
    }

    private boolean awaitTurn() throws InterruptedException, IOException {
        boolean byApplication = asked.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        synchronized (this) {
            if (unwanted && !byApplication) {
                return false;
            }
            begun = true;
            HttpContinue.sendContinueResponseBlocking(exchange);
            return true;
        }
    }

    private void send() throws IOException {
        boolean chunked = exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
        StreamSourceChannel body = exchange.getRequestChannel();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (ClientChannel.read(body, buffer, CLIENT_MILLIS) >= 0) {
            buffer.flip();
            if (!offer(buffer, chunked)) {
                return;
            }
            buffer.clear();
        }
        if (chunked) {
            offer(ByteBuffer.wrap("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)), false);
        }
    }

    /** An application that reads no further may have answered: that counts, and is read elsewhere. */
    private boolean offer(ByteBuffer bytes, boolean chunked) {
        try {
            if (chunked) {
                String size = Integer.toHexString(bytes.remaining()) + "\r\n";
                connection.write(ByteBuffer.wrap(size.getBytes(StandardCharsets.US_ASCII)));
                connection.write(bytes);
                connection.write(ByteBuffer.wrap(CRLF));
            } else {
                connection.write(bytes);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
