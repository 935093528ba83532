package org.cofferdam.web.process;

import java.io.IOException;
import java.io.OutputStream;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.web.event.EventStream;
import org.cofferdam.web.sandbox.OpenAnswers;

/**
 * A process that a request follows, and what this takes. It begins with the first event: by then whatever can be wrong with the
 * request has shown itself, and an answer may begin.
 */
public record Following(
        Places.Place place, SandboxLease lease, ProcessId process, ProcessStream events, ProcessEvent first)
        implements OpenAnswers.Open {

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
        place.close();
    }
}
