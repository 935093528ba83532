package org.cofferdam.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Supplier;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.error.ErrorKind;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run as they come: {@link RunEvent.Start}, what it prints and shows, and last {@link RunEvent.Complete}.
 *
 * <p>A cut connection is mended unseen: the run goes on meanwhile, and the stream goes on behind the last event that was seen. Closing it
 * before the end leaves the run alone; {@link CodeInterpreter#follow} finds it again.
 *
 * <p>For one thread; another one may {@link #close} it, which wakes the first.
 */
public final class RunStream implements Iterable<RunEvent>, AutoCloseable {

    /** The server sends a comment every 15 s when nothing happens. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final RunId id;
    private final Supplier<Call> start;
    private final Supplier<Call> behind;
    private final Backoff backoff;
    private String lastId = "";
    private boolean begun;
    private boolean ended;
    private volatile boolean closed;
    private volatile @Nullable SseReader reader;

    /**
     * @param start the request that begins it
     * @param behind the request for what comes behind an event
     */
    private RunStream(Transport transport, RunId id, Supplier<Call> start, Supplier<Call> behind) {
        this.id = id;
        this.start = start;
        this.behind = behind;
        this.backoff = new Backoff(transport.settings().resumeWithin());
    }

    /** Connects, so that what the server refuses is thrown before there is a stream. */
    static RunStream open(Transport transport, RunId id, Supplier<Call> start, Supplier<Call> behind) {
        RunStream stream = new RunStream(transport, id, start, behind);
        try {
            stream.reader = new SseReader(stream.connect());
        } catch (IOException e) {
            throw transport.failure(e);
        }
        return stream;
    }

    /** By which it can be followed again. */
    public RunId id() {
        return id;
    }

    /**
     * The next event; waits until there is one.
     *
     * @return null behind the last one, and when closed
     * @throws SandboxException what the server answered instead
     * @throws ConnectionException when a cut could not be mended in time, or the thread was interrupted
     */
    public @Nullable RunEvent next() {
        while (!ended && !closed) {
            RunEvent event = read();
            if (event != null) {
                ended = event instanceof RunEvent.Complete;
                return event;
            }
        }
        close();
        return null;
    }

    /** Each event once: a second iterator goes on where the first one stopped. */
    @Override
    public Iterator<RunEvent> iterator() {
        return new Upcoming<>(this::next);
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    private @Nullable RunEvent read() {
        try {
            SseReader in = connected();
            in.next();
            RunEvent event = event(in);
            begun = true;
            lastId = in.id();
            backoff.progress();
            return event;
        } catch (IOException e) {
            disconnect();
            if (!closed) {
                backoff.pause(e);
            }
            return null;
        } catch (SandboxException | ConnectionException e) {
            disconnect();
            throw e;
        }
    }

    /** An {@code error} with a status is not the run's: the stream breaks off there. */
    private static RunEvent event(SseReader in) throws IOException {
        JsonNode data = Transport.JSON.readTree(in.data());
        if (in.type().equals("error") && data.has("status")) {
            throw mendable(Transport.JSON.treeToValue(data, Problem.class).toException());
        }
        return Transport.JSON.treeToValue(data, RunEvent.class);
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

    /** The first request too is asked again by the run's id: whether the server got it is not known. */
    private ResponseStream connect() throws IOException {
        if (reader == null && !begun && lastId.isEmpty()) {
            lastId = "0";
            return streamed(start.get()).send();
        }
        try {
            return streamed(behind.get()).header("Last-Event-ID", lastId).send();
        } catch (SandboxException e) {
            throw mendable(e);
        }
    }

    private static Call streamed(Call call) {
        return call.header("Accept", "text/event-stream").idle(SILENCE);
    }

    /** A run outlives what is wrong between here and there. */
    private static IOException mendable(SandboxException e) {
        if (e.code().kind() != ErrorKind.EXTERNAL) {
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
