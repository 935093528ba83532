package org.cofferdam.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One WebSocket to a terminal: one thread receives, any number send. What nobody receives stays on the network but for a few messages. */
final class TerminalSocket implements Closeable {

    /** When nothing comes for so long the server is pinged: now and then the HTTP client does not notice the end of a connection otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int MOST_UNANSWERED = 15;

    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final int WINDOW = 8;

    /** What comes from the server. */
    sealed interface Arrival {

        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Data(byte[] bytes) implements Arrival {}

        record Text(String text) implements Arrival {}
    }

    /** What else happens to the connection. */
    private enum Sign {
        LIFE,
        END
    }

    /** Arrivals and signs, at most as many as the window but for the end. */
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

    private final CompletableFuture<Throwable> over = new CompletableFuture<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final WebSocket socket;
    private volatile boolean leaving;

    /** Connects; fails as {@link Call#socket} does. */
    TerminalSocket(Call call) throws IOException {
        socket = call.socket(new Listener());
    }

    /** On the HTTP client's threads. */
    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket from) {
            from.request(WINDOW);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            if (!leaving) {
                arrived.add(new Arrival.Data(bytes));
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                arrived.add(new Arrival.Text(text.toString()));
                text.setLength(0);
            } else {
                from.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            arrived.add(Sign.LIFE);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            arrived.add(Sign.LIFE);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end(new IOException("The server closed the connection: " + code + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end(error);
        }
    }

    /**
     * What comes next; waits for it.
     *
     * @throws IOException when the connection has ended, or nothing has come for long
     */
    Arrival receive() throws IOException {
        while (true) {
            Object next = poll();
            if (next == Sign.END) {
                arrived.add(Sign.END);
                Throwable why = over.join();
                throw new IOException(why.getMessage(), why);
            }
            socket.request(1);
            if (next instanceof Arrival arrival) {
                return arrival;
            }
        }
    }

    private Object poll() throws IOException {
        try {
            for (int pings = 0; pings < MOST_UNANSWERED; pings++) {
                Object next = arrived.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
                if (next != null) {
                    return next;
                }
                ping();
            }
            throw new HttpTimeoutException("Nothing came for " + PATIENCE.multipliedBy(MOST_UNANSWERED));
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        }
    }

    private void ping() {
        var _ = socket.sendPing(ByteBuffer.allocate(0)).whenComplete((_, failure) -> {
            if (failure instanceof IOException) {
                end(failure);
            }
        });
    }

    private void end(Throwable why) {
        over.complete(why);
        arrived.add(Sign.END);
    }

    /** Sends a binary message; blocks while the server does not take it. */
    void sendBinary(ByteBuffer bytes) throws IOException {
        send(() -> socket.sendBinary(bytes, true));
    }

    void sendText(String text) throws IOException {
        send(() -> socket.sendText(text, true));
    }

    private interface Sending {
        CompletableFuture<WebSocket> start();
    }

    private void send(Sending message) throws IOException {
        sending.lock();
        try {
            message.start().get();
        } catch (ExecutionException e) {
            throw new IOException("The connection broke while something was sent", e.getCause());
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        } finally {
            sending.unlock();
        }
    }

    /** Says goodbye, so that all that was sent arrives, and waits a little for the answer; wakes the receiver. */
    @Override
    public void close() {
        leaving = true;
        if (!socket.isOutputClosed() && !over.isDone()) {
            socket.request(Long.MAX_VALUE);
            CompletableFuture<WebSocket> goodbye = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
            try {
                CompletableFuture.allOf(goodbye, over).get(GOODBYE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // then without
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        socket.abort();
        end(new IOException("Closed"));
    }
}
