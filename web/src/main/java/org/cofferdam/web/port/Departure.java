package org.cofferdam.web.port;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * Notices a client that leaves while its application is silent: nothing else would, for nothing is read behind a request and nothing is
 * written before its answer. Looks only where an answer takes long; all of it happens on the connection's I/O thread.
 */
final class Departure {

    private static final long SILENCE_MILLIS = 2_000;

    private enum State {
        IDLE,
        WATCHING,
        OVER
    }

    private final HttpServerExchange exchange;
    private final HttpServerConnection connection;
    private final Runnable left;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile XnioExecutor.@Nullable Key timer;
    private volatile boolean noticed;

    /** @param left told when the client has left; must not block */
    Departure(HttpServerExchange exchange, Runnable left) {
        this.exchange = exchange;
        this.connection = (HttpServerConnection) exchange.getConnection();
        this.left = left;
    }

    void watch() {
        timer = exchange.getIoThread().executeAfter(this::begin, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Who still sends a body is noticed by the one who reads that. */
    private void begin() {
        if (!exchange.isRequestComplete()) {
            watch();
        } else if (connection.getExtraBytes() == null && state.compareAndSet(State.IDLE, State.WATCHING)) {
            connection.getChannel().getSourceChannel().setReadListener(_ -> look());
            connection.getOriginalSourceConduit().resumeReads();
        }
    }

    private void look() {
        if (state.get() != State.WATCHING) {
            return;
        }
        PooledByteBuffer bytes = connection.getByteBufferPool().allocate();
        int count;
        try {
            count = connection.getOriginalSourceConduit().read(bytes.getBuffer());
        } catch (IOException e) {
            count = -1;
        }
        if (count > 0) { // its next request already, which waits for this one
            bytes.getBuffer().flip();
            connection.ungetRequestBytes(bytes);
        } else {
            bytes.close();
        }
        if (count != 0) {
            connection.getOriginalSourceConduit().suspendReads();
        }
        if (count < 0) {
            noticed = true;
            left.run();
        }
    }

    /** Leaves the connection to others; returns when nothing here touches it any more. */
    void stop() {
        XnioExecutor.Key key = timer;
        if (key != null) {
            key.remove();
        }
        if (state.getAndSet(State.OVER) == State.WATCHING) {
            CountDownLatch stopped = new CountDownLatch(1);
            exchange.getIoThread().execute(() -> {
                connection.getOriginalSourceConduit().suspendReads();
                stopped.countDown();
            });
            boolean interrupted = false;
            while (stopped.getCount() > 0) {
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean noticed() {
        return noticed;
    }
}
