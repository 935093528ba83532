package org.cofferdam.client;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Function;
import org.cofferdam.protocol.error.ErrorKind;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileEventType;
import org.jspecify.annotations.Nullable;

/**
 * What happens to watched files, from the moment on at which the watch was asked for. It ends when the watched directory itself is deleted
 * or moved away: that {@code DELETE} is the last event.
 *
 * <p>A cut connection is mended unseen ({@code Last-Event-ID}): the agent keeps a watch for five minutes after its reader went, and with it
 * the last 65,535 events, fewer when their paths are long. Where events are missing nevertheless, for one of these bounds, because the kernel's
 * queue ran over, or because the sandbox started anew, there is an {@code OVERFLOW}: look at the files themselves.
 *
 * <p>An open stream keeps the sandbox awake. For one thread; another one may {@link #close} it, which wakes the first.
 */
public final class WatchStream implements Iterable<FileEvent>, AutoCloseable {

    /** The server sends a comment every 15 s when nothing happens. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final Transport transport;
    private final Function<@Nullable String, Call> request;
    private final Backoff backoff;
    private @Nullable String directory;
    private String lastId = "";
    private boolean overflowed;
    private boolean ended;
    private volatile boolean closed;
    private volatile @Nullable SseReader reader;

    private WatchStream(Transport transport, Function<@Nullable String, Call> request) {
        this.transport = transport;
        this.request = request;
        this.backoff = new Backoff(transport.settings().resumeWithin());
    }

    /**
     * Returns when the watch is in place, so that what the server refuses is thrown before there is a stream.
     *
     * @param request of the directory that is watched, which it finds out by itself while that is null
     */
    static WatchStream open(Transport transport, Function<@Nullable String, Call> request) {
        WatchStream stream = new WatchStream(transport, request);
        while (stream.directory == null) {
            stream.read();
        }
        return stream;
    }

    /**
     * The next event; waits until there is one.
     *
     * @return null when the watched directory has gone, and when closed
     * @throws SandboxException what the server answered instead
     * @throws ConnectionException when a cut could not be mended in time, or the thread was interrupted
     */
    public @Nullable FileEvent next() {
        while (!ended && !closed) {
            FileEvent event = read();
            if (event != null && event.type() != FileEventType.START) {
                return event;
            }
        }
        close();
        return null;
    }

    /** Each event once: a second iterator goes on where the first one stopped. */
    @Override
    public Iterator<FileEvent> iterator() {
        return new Upcoming<>(this::next);
    }

    /** Lets go of the connection; the watch ends five minutes later. */
    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    /** Null when there was a cut, or a watch that failed ended behind its overflow. */
    private @Nullable FileEvent read() {
        try {
            SseReader in = connected();
            in.next();
            return accept(in);
        } catch (IOException e) {
            disconnect();
            if (directory == null && Transport.nothingSent(e)) {
                throw transport.failure(e);
            }
            ended = overflowed && e instanceof EOFException;
            if (!closed && !ended) {
                backoff.pause(e);
            }
            return null;
        } catch (SandboxException | ConnectionException e) {
            disconnect();
            throw e;
        }
    }

    private FileEvent accept(SseReader in) throws IOException {
        if (in.type().equals("error")) {
            throw mendable(Transport.JSON.readValue(in.data(), Problem.class).toException());
        }
        FileEvent event = Transport.JSON.readValue(in.data(), FileEvent.class);
        backoff.progress();
        lastId = in.id();
        overflowed = event.type() == FileEventType.OVERFLOW;
        if (event.type() == FileEventType.START) {
            directory = event.path();
        } else if (event.type() == FileEventType.DELETE && event.path() != null) {
            ended = event.path().equals(directory);
        }
        return event;
    }

    private SseReader connected() throws IOException {
        SseReader open = reader;
        if (open == null) {
            open = new SseReader(connect());
            reader = open;
            if (closed) {
                disconnect();
            }
        }
        return open;
    }

    private ResponseStream connect() throws IOException {
        Call call =
                request.apply(directory).header("Accept", "text/event-stream").idle(SILENCE);
        try {
            return directory == null
                    ? call.send()
                    : call.header("Last-Event-ID", lastId).send();
        } catch (SandboxException e) {
            throw mendable(e);
        }
    }

    /** A watch that was in place outlives what is wrong between here and there. */
    private IOException mendable(SandboxException e) {
        if (directory == null || e.code().kind() != ErrorKind.EXTERNAL) {
            throw e;
        }
        return new IOException(e.detail(), e);
    }

    private void disconnect() {
        SseReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
