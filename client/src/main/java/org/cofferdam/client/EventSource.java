package org.cofferdam.client;

import java.io.IOException;
import java.time.Duration;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.ErrorKind;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/** Where the events of one process come from: the command that starts it, at first; later the process that it became. */
final class EventSource {

    /** The position of a reader that has seen nothing, not even the start. */
    static final long NOTHING = -1;

    /** The server sends a comment every 15 s when nothing happens. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final Transport transport;
    private final String sandbox;
    private final String process;
    private final @Nullable ExecRequest request;
    private boolean asked;

    private EventSource(Transport transport, SandboxId sandbox, ProcessId process, @Nullable ExecRequest request) {
        this.transport = transport;
        this.sandbox = "/sandboxes/" + sandbox;
        this.process = this.sandbox + "/processes/" + process;
        this.request = request;
    }

    /** A command that was not sent yet; it names its process. */
    static EventSource ofCommand(Transport transport, SandboxId sandbox, ProcessId process, ExecRequest request) {
        return new EventSource(transport, sandbox, process, request);
    }

    /** A command that was sent, but whether it arrived is not known. */
    static EventSource ofSentCommand(Transport transport, SandboxId sandbox, ProcessId process, ExecRequest request) {
        EventSource source = new EventSource(transport, sandbox, process, request);
        source.asked = true;
        return source;
    }

    static EventSource ofProcess(Transport transport, SandboxId sandbox, ProcessId process) {
        return new EventSource(transport, sandbox, process, null);
    }

    Duration resumeWithin() {
        return transport.settings().resumeWithin();
    }

    ConnectionException failure(IOException e) {
        return transport.failure(e);
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
        try {
            if (again) {
                return after == NOTHING ? find() : follow(after);
            }
            return request == null ? follow(after) : start(request);
        } catch (SandboxException e) {
            if (again && after != NOTHING && e.code() == ErrorCode.PROCESS_NOT_FOUND) {
                return null;
            }
            if (again && e.code().kind() == ErrorKind.EXTERNAL) {
                throw new IOException(e.detail(), e);
            }
            throw e;
        }
    }

    /** The process, or the command once more when there is none. */
    private EventReader find() throws IOException {
        try {
            return follow(NOTHING);
        } catch (SandboxException e) {
            if (request == null || e.code() != ErrorCode.PROCESS_NOT_FOUND) {
                throw e;
            }
            return startOrFollow(request);
        }
    }

    /** The first request may have been slow, not lost: then the name is taken by now. */
    private EventReader startOrFollow(ExecRequest command) throws IOException {
        try {
            return start(command);
        } catch (SandboxException e) {
            if (e.code() != ErrorCode.PROCESS_EXISTS) {
                throw e;
            }
            return follow(NOTHING);
        }
    }

    private EventReader start(ExecRequest command) throws IOException {
        return events(transport.call("POST", sandbox + "/exec").json(command));
    }

    /** A command's own reader is never too slow: the process waits for it. Somebody who looks on does not hold it back. */
    private EventReader follow(long after) throws IOException {
        Call call = transport.call("GET", process + "/events").query("lossless", request != null);
        return events(after == NOTHING ? call : call.header("Last-Event-ID", Long.toString(after)));
    }

    private static EventReader events(Call call) throws IOException {
        return new EventReader(
                call.header("Accept", "text/event-stream").idle(SILENCE).send());
    }
}
