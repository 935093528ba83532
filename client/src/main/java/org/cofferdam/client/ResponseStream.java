package org.cofferdam.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response's body as it arrives. The JDK's own stream has no deadline between two reads; this one has. What is buffered is bounded
 * by {@link #WINDOW}: no more is asked for than was read. Reading is for one thread; closing is for any.
 */
final class ResponseStream extends InputStream implements HttpResponse.BodySubscriber<ResponseStream> {

    /** How many buffers of the HTTP client's (16 KiB each, as a rule) may wait. */
    private static final int WINDOW = 8;

    /** Takes the place of the buffers that no longer come. */
    private static final List<ByteBuffer> END = List.of();

    private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();
    private final long idleNanos;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;
    private List<ByteBuffer> current = List.of();
    private int index;
    private boolean ended;

    /** @param idle the longest time between two arrivals */
    ResponseStream(Duration idle) {
        idleNanos = idle.toNanos();
    }

    @Override
    public CompletionStage<ResponseStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(WINDOW);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (buffers.isEmpty()) {
            request(1);
        } else {
            arrived.add(buffers);
        }
    }

    @Override
    public void onError(Throwable throwable) {
        failure = throwable;
        arrived.add(END);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }

    @Override
    public int read() throws IOException {
        ByteBuffer buffer = fill();
        return buffer == null ? -1 : buffer.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = fill();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    /** A buffer with something left, or null at the end. */
    private @Nullable ByteBuffer fill() throws IOException {
        while (true) {
            for (; index < current.size(); index++) {
                ByteBuffer buffer = current.get(index);
                if (buffer.hasRemaining()) {
                    return buffer;
                }
            }
            if (ended) {
                throwFailure();
                return null;
            }
            current = take();
            index = 0;
            ended = current.isEmpty();
            if (!ended) {
                request(1);
            }
        }
    }

    private void request(int more) {
        Flow.Subscription given = subscription;
        if (given != null) {
            given.request(more);
        }
    }

    private List<ByteBuffer> take() throws IOException {
        if (closed) {
            throw new IOException("The stream is closed");
        }
        try {
            List<ByteBuffer> next = arrived.poll(idleNanos, TimeUnit.NANOSECONDS);
            if (next == null) {
                close();
                throw new HttpTimeoutException("Nothing came for " + Duration.ofNanos(idleNanos));
            }
            return next;
        } catch (InterruptedException e) {
            close();
            throw ConnectionException.ofInterrupt(e);
        }
    }

    private void throwFailure() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            throw cause instanceof IOException io ? new IOException(io.getMessage(), io) : new IOException(cause);
        }
        if (closed) {
            throw new IOException("The stream is closed");
        }
    }

    /** Ends the connection unless the body was read to its end; wakes a reader. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Flow.Subscription given = subscription;
            if (given != null) {
                given.cancel();
            }
            arrived.add(END);
        }
    }
}
