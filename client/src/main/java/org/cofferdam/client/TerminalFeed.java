package org.cofferdam.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.ErrorKind;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.jspecify.annotations.Nullable;

/** What a terminal shows on its way to a listener, over one connection after the other. */
final class TerminalFeed {

    private final Transport transport;
    private final Terminal terminal;
    private final boolean readOnly;
    private final TerminalListener listener;
    private final Backoff backoff;
    private final TerminalSockets sockets = new TerminalSockets();
    private final CompletableFuture<TerminalEvent.@Nullable Exit> end = new CompletableFuture<>();
    private final Instant begunAt = Instant.now();
    private volatile @Nullable TerminalSize size;
    private volatile @Nullable Long position;
    private @Nullable TerminalSize shown;
    private long live = -1;

    /** @param after position of the last byte that the listener knows, or null */
    TerminalFeed(
            Transport transport,
            Terminal terminal,
            @Nullable TerminalSize size,
            @Nullable Long after,
            boolean readOnly,
            TerminalListener listener) {
        this.transport = transport;
        this.terminal = terminal;
        this.size = size;
        this.position = after;
        this.readOnly = readOnly;
        this.listener = listener;
        this.backoff = new Backoff(transport.settings().resumeWithin());
    }

    boolean readOnly() {
        return readOnly;
    }

    TerminalSockets sockets() {
        return sockets;
    }

    CompletableFuture<TerminalEvent.@Nullable Exit> end() {
        return end;
    }

    long position() {
        Long seen = position;
        return seen == null ? 0 : seen;
    }

    void resize(TerminalSize wanted) {
        size = wanted;
    }

    private record Shown(TerminalSocket socket, TerminalEvent.Ready ready) {}

    /** Returns when the terminal is shown; the rest happens on a thread of its own. */
    void begin() {
        try {
            Shown first = connect();
            sockets.set(first.socket());
            Thread.ofVirtual().name("terminal").start(() -> run(first));
        } catch (IOException e) {
            throw transport.failure(e);
        }
    }

    private void run(Shown first) {
        try {
            Shown shown = first;
            while (shown != null) {
                shown = follow(shown);
            }
            sockets.close();
            end.complete(null);
        } catch (RuntimeException e) {
            sockets.close();
            end.completeExceptionally(e);
        }
    }

    /** Follows one connection to its end; gives the next one, or null when there is nothing to follow any more. */
    private @Nullable Shown follow(Shown shown) {
        try (TerminalSocket socket = shown.socket()) {
            tell(shown.ready());
            while (!end.isDone()) {
                tell(next(socket));
            }
            return null;
        } catch (IOException e) {
            return mend(e);
        }
    }

    private TerminalEvent next(TerminalSocket socket) throws IOException {
        try {
            return event(socket);
        } catch (SandboxException e) {
            throw mendable(e);
        }
    }

    /** A terminal outlives what is wrong between here and there. */
    private static IOException mendable(SandboxException e) {
        if (e.code().kind() != ErrorKind.EXTERNAL) {
            throw e;
        }
        return new IOException(e.detail(), e);
    }

    private @Nullable Shown mend(IOException cut) {
        IOException cause = cut;
        sockets.set(null);
        while (!sockets.isClosed()) {
            backoff.pause(cause);
            try {
                Shown next = connect();
                sockets.set(next.socket());
                return next;
            } catch (IOException e) {
                cause = e;
            } catch (SandboxException e) {
                if (e.code() == ErrorCode.PROCESS_NOT_FOUND) {
                    tell(lost());
                    return null;
                }
                cause = mendable(e);
            }
        }
        return null;
    }

    private Shown connect() throws IOException {
        TerminalSize own = size;
        TerminalSocket socket = new TerminalSocket(terminal.socketCall()
                .query("after", position)
                .query("cols", own == null ? null : own.cols())
                .query("rows", own == null ? null : own.rows())
                .query("readOnly", readOnly));
        try {
            if (event(socket) instanceof TerminalEvent.Ready ready) {
                return new Shown(socket, ready);
            }
            throw new IOException("A terminal that does not begin with ready");
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private TerminalEvent event(TerminalSocket socket) throws IOException {
        return switch (socket.receive()) {
            case TerminalSocket.Arrival.Data(byte[] bytes) ->
                new TerminalEvent.Output(position() + bytes.length, bytes);
            case TerminalSocket.Arrival.Text(String json) -> {
                TerminalEvent event = Transport.JSON.readValue(json, TerminalEvent.class);
                if (event instanceof TerminalEvent.Failure(Problem problem)) {
                    throw problem.toException();
                }
                yield event;
            }
        };
    }

    private void tell(TerminalEvent event) {
        backoff.progress();
        switch (event) {
            case TerminalEvent.Ready ready -> {
                if (ready.truncated()) {
                    listener.onSkipped(position(), ready.position());
                }
                goOn(ready.position(), ready.restore());
                resized(new TerminalSize(ready.cols(), ready.rows()));
                if (live < 0) {
                    live = ready.live();
                    liveAt(ready.position());
                }
            }
            case TerminalEvent.Skipped skipped -> {
                listener.onSkipped(skipped.from(), skipped.position());
                goOn(skipped.position(), skipped.restore());
            }
            case TerminalEvent.Resized(int cols, int rows) -> resized(new TerminalSize(cols, rows));
            case TerminalEvent.Output(long last, byte[] bytes) -> output(last, bytes);
            case TerminalEvent.Exit exit -> {
                listener.onExit(exit);
                sockets.close();
                end.complete(exit);
            }
            case TerminalEvent.Failure _ -> {
                // thrown where it came
            }
        }
    }

    /** In two parts where what is new begins within it. */
    private void output(long last, byte[] bytes) {
        int old = Math.clamp(live - position(), 0, bytes.length);
        if (old > 0) {
            position = last - bytes.length + old;
            listener.onData(Arrays.copyOf(bytes, old));
            liveAt(position());
        }
        if (old < bytes.length) {
            position = last;
            listener.onData(Arrays.copyOfRange(bytes, old, bytes.length));
        }
    }

    private void liveAt(long reached) {
        if (reached >= live) {
            listener.onLive();
        }
    }

    private void goOn(long behind, String restore) {
        position = behind;
        if (!restore.isEmpty()) {
            listener.onData(restore.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void resized(TerminalSize now) {
        if (!now.equals(shown)) {
            shown = now;
            listener.onResize(now.cols(), now.rows());
        }
    }

    private TerminalEvent lost() {
        long lasted = Duration.between(begunAt, Instant.now()).toMillis();
        return new TerminalEvent.Exit(ProcessStatus.LOST, null, null, begunAt, Math.max(0, lasted));
    }
}
