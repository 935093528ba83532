package org.cofferdam.web.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.web.event.EventStream;

/**
 * A process that a request follows, and the lease that this takes. It begins with the first event: by then whatever can be wrong
 * with the request has shown itself, and an answer may begin.
 */
public record Following(SandboxLease lease, ProcessId process, ProcessStream events, ProcessEvent first)
        implements AutoCloseable {

    /**
     * Blocks until the first event.
     *
     * @param lease closed together with what is returned, or when this fails
     */
    public static Following open(SandboxLease lease, ProcessId process, Function<AgentLink, ProcessStream> opening) {
        try {
            return begin(lease, process, opening.apply(lease.agent()));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private static Following begin(SandboxLease lease, ProcessId process, ProcessStream events) {
        try {
            ProcessEvent first = events.next();
            if (first == null) {
                throw new SandboxException(ErrorCode.AGENT_LOST, "The process's events ended before they began");
            }
            return new Following(lease, process, events, first);
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }

    /**
     * Writes all events as server-sent events, and closes this.
     *
     * @param binary whether output is always written as base64
     */
    public void stream(boolean binary, OutputStream out) throws IOException {
        try (this) {
            EventStream.write(process, first, events, binary, out);
        }
    }

    @Override
    public void close() {
        events.close();
        lease.close();
    }
}
