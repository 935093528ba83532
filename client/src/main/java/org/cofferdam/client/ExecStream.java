package org.cofferdam.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Consumer;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * The events of one process as they happen: {@code Start}, then {@code Output} (and {@code Truncated}, where output was no longer
 * kept), then {@code Complete}, behind which there is nothing.
 *
 * <p>A cut connection is mended unseen, so that the bytes are those of an uncut one:
 *
 * <ol>
 *   <li>The client names the process before it sends the command, and with that name it can ask for the events behind any position.
 *   <li>After a cut behind the start, it asks for the events behind the last one ({@code Last-Event-ID}). When the process is unknown
 *       by then, its sandbox's agent has gone: the last event is a {@code Complete} with status {@code LOST}.
 *   <li>After a cut before the start, the process may or may not run. The client sends the same request again, which means that process
 *       where it runs, and starts it where it never did. Where the sandbox has started anew meanwhile nobody can tell, so it is not run a
 *       second time: the last event is a {@code Complete} with status {@code LOST}.
 *   <li>Standard input that had not arrived is sent again; none of it arrives twice.
 *   <li>An event that does not follow the last one is taken for a cut.
 *   <li>Attempts follow each other with growing pauses until {@link ClientSettings#resumeWithin()} has passed without an event.
 * </ol>
 *
 * <p>For one thread; another one may {@link #close} it, which wakes the first. Closing it leaves the process alone: {@link
 * SandboxProcess#kill()} ends it.
 */
public final class ExecStream implements Iterable<ProcessEvent>, AutoCloseable {

    private final SandboxProcess process;
    private final EventSource source;
    private final Consumer<ProcessEvent> observer;
    private final Backoff backoff;
    private Instant startedAt = Instant.now();
    private long position;
    private boolean complete;
    private volatile boolean closed;
    private volatile @Nullable EventReader reader;

    /** @param observer sees each event before the caller does */
    ExecStream(SandboxProcess process, EventSource source, long after, Consumer<ProcessEvent> observer) {
        this.process = process;
        this.source = source;
        this.position = after;
        this.observer = observer;
        this.backoff = new Backoff(source.resumeWithin());
    }

    /** The process, whose id is known before its start was seen. */
    public SandboxProcess process() {
        return process;
    }

    /** The position of the last event that was given out, to attach behind it later; -1 before the first. */
    public long position() {
        return position;
    }

    /**
     * The next event; waits until there is one.
     *
     * @return null after {@code Complete}, and when closed
     * @throws SandboxException what the server answered instead
     * @throws ConnectionException when a cut could not be mended in time, or the thread was interrupted
     */
    public @Nullable ProcessEvent next() {
        while (!complete && !closed) {
            try {
                ProcessEvent event = read();
                if (event.position() > position) {
                    requireNext(event);
                    accept(event);
                    return event;
                }
            } catch (IOException e) {
                disconnect();
                if (!closed) {
                    backoff.pause(e);
                }
            }
        }
        close();
        return null;
    }

    /** Each event once: a second iterator goes on where the first one stopped. */
    @Override
    public Iterator<ProcessEvent> iterator() {
        return new Upcoming<>(this::next);
    }

    /**
     * Waits for the end and gathers the output that was not yet read, which has to fit into memory.
     *
     * @throws SandboxException what the server answered instead
     * @throws ConnectionException when a cut could not be mended in time, or the thread was interrupted
     */
    public CommandResult result() {
        Output output = new Output(process.id());
        for (ProcessEvent event : this) {
            output.add(event);
        }
        return output.result();
    }

    /** Lets go of the connection, not of the process. */
    @Override
    public void close() {
        closed = true;
        EventReader open = reader;
        if (open != null && complete) {
            open.finish();
        }
        disconnect();
        source.close();
    }

    /** Sends the command, so that what the server refuses is thrown before there is a stream. */
    ExecStream connect() {
        try {
            connected();
        } catch (IOException e) {
            disconnect();
            if (Transport.nothingSent(e)) {
                throw source.failure(e);
            }
            backoff.pause(e);
        }
        return this;
    }

    private ProcessEvent read() throws IOException {
        EventReader open = connected();
        if (open == null) {
            return lost();
        }
        try {
            return open.next();
        } catch (SandboxException e) {
            if (source.isLost(e, position)) {
                return lost();
            }
            throw source.mendable(e, position);
        }
    }

    private ProcessEvent lost() {
        Duration lasted = Duration.between(startedAt, Instant.now());
        return new ProcessEvent.Complete(
                Math.max(position, 0) + 1, ProcessStatus.LOST, null, null, true, false, startedAt, lasted.toMillis());
    }

    /** Null when the process is lost. */
    private @Nullable EventReader connected() throws IOException {
        EventReader open = reader;
        if (open == null) {
            open = source.open(position);
            reader = open;
            if (closed) {
                disconnect();
            }
        }
        return open;
    }

    private void disconnect() {
        EventReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }

    private void requireNext(ProcessEvent event) throws IOException {
        long seen = Math.max(position, 0);
        boolean follows = switch (event) {
            case ProcessEvent.Start start -> start.position() == 0;
            case ProcessEvent.Output output -> output.position() - output.bytes().length == seen;
            case ProcessEvent.Truncated truncated -> truncated.from() <= seen;
            case ProcessEvent.Complete end -> end.position() == seen + 1;
        };
        if (!follows) {
            throw new IOException("The event at " + event.position() + " does not follow the one at " + seen);
        }
    }

    private void accept(ProcessEvent event) {
        backoff.progress();
        position = event.position();
        switch (event) {
            case ProcessEvent.Start start -> startedAt = start.startedAt();
            case ProcessEvent.Complete _ -> complete = true;
            case ProcessEvent.Output _, ProcessEvent.Truncated _ -> {
                // Nothing to remember but the position
            }
        }
        observer.accept(event);
    }
}
