package org.cofferdam.client;

import java.io.IOException;
import java.time.Duration;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.ErrorKind;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.ProcessId;
import org.jspecify.annotations.Nullable;

/** Where the events of one process come from: the command that starts it, at first; later the process that it became. */
final class EventSource {

    /** The position of a reader that has seen nothing, not even the start. */
    static final long NOTHING = -1;

    private final Route route;
    private final Duration resumeWithin;
    private final ProcessId process;
    private final @Nullable ExecRequest request;
    private final long firstSent = System.nanoTime();
    private boolean asked;
    private boolean askedAgain;
    private @Nullable StdinRest stdin;

    private EventSource(Route route, Duration resumeWithin, ProcessId process, @Nullable ExecRequest request) {
        this.route = route;
        this.resumeWithin = resumeWithin;
        this.process = process;
        this.request = request;
    }

    /** A command that was not sent yet; it names its process and itself. */
    static EventSource ofCommand(Route route, Duration resumeWithin, ProcessId process, ExecRequest request) {
        return new EventSource(route, resumeWithin, process, request);
    }

    static EventSource ofProcess(Route route, Duration resumeWithin, ProcessId process) {
        return new EventSource(route, resumeWithin, process, null);
    }

    /** The command was sent already, but whether it arrived is not known. */
    EventSource sent() {
        asked = true;
        return this;
    }

    Duration resumeWithin() {
        return resumeWithin;
    }

    ConnectionException failure(IOException e) {
        return route.failure(e);
    }

    /**
     * A connection that gives the events behind a position.
     *
     * @return null when the process ended and nobody knows how
     * @throws IOException when it makes sense to try again
     */
    @Nullable EventReader open(long after) throws IOException {
        boolean again = asked;
        asked = true;
        askedAgain |= again;
        try {
            return request != null && after == NOTHING ? start(request, again) : follow(after, again);
        } catch (SandboxException e) {
            if (isLost(e, after)) {
                return null;
            }
            throw mendable(e, after);
        }
    }

    /** Whether a refusal says that nobody knows how the process ended. */
    boolean isLost(SandboxException e, long after) {
        return askedAgain
                && (e.code() == ErrorCode.PROCESS_LOST
                        || (after != NOTHING && e.code() == ErrorCode.PROCESS_NOT_FOUND));
    }

    /**
     * What is wrong between here and the process, which may be running.
     *
     * @throws SandboxException when it is a refusal
     */
    IOException mendable(SandboxException e, long after) {
        if ((askedAgain || after != NOTHING) && e.code().kind() == ErrorKind.EXTERNAL) {
            return new IOException(e.detail(), e);
        }
        throw e;
    }

    private EventReader start(ExecRequest command, boolean again) throws IOException {
        EventReader reader =
                route.start(again ? command.repeated(Duration.ofNanos(System.nanoTime() - firstSent)) : command);
        if (!route.carriesStdin(command)) {
            writeStdin();
        }
        return reader;
    }

    /**
     * A command's own reader is never too slow: the process waits for it. Somebody who looks on does not hold it back. Nobody else feeds the
     * process any longer, so after a cut we do.
     */
    private EventReader follow(long after, boolean again) throws IOException {
        EventReader reader = route.follow(process, after, request != null);
        if (again) {
            writeStdin();
        }
        return reader;
    }

    private void writeStdin() {
        if (stdin == null && request != null && request.stdin() != null) {
            stdin = StdinRest.write(route, resumeWithin, process, request.stdin());
        }
    }

    /** Nobody asks any more. */
    void close() {
        if (stdin != null) {
            stdin.close();
        }
    }
}
