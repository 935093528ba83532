package org.cofferdam.web.event;

import java.io.IOException;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.web.sandbox.OpenAnswers;

/**
 * Events that a request follows, and what this takes. It begins with the first event: by then whatever can be wrong with the request has
 * shown itself, and an answer may begin.
 */
public record Following<E>(Places.Place place, SandboxLease lease, AgentEvents<E> events, E first)
        implements OpenAnswers.Open {

    /** Writes all events, and closes this. */
    public void stream(EventWriter<E> writer) throws IOException {
        try (this) {
            EventStream.write(first, events, writer);
        }
    }

    @Override
    public void close() {
        events.close();
        lease.close();
        place.close();
    }
}
