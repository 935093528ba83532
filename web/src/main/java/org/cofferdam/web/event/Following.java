package org.cofferdam.web.event;

import java.io.IOException;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.web.sandbox.OpenAnswers;

/**
 * Events that a request follows, and what this takes. By the time that it is made whatever is wrong with the request has shown itself, as a
 * rule, and an answer may begin.
 */
public record Following<E>(Places.Place place, SandboxLease lease, AgentEvents<E> events) implements OpenAnswers.Open {

    /** Writes all events, and closes this. */
    public void stream(EventWriter<E> writer) throws IOException {
        try (this) {
            EventStream.write(null, events, writer);
        }
    }

    @Override
    public void close() {
        events.close();
        lease.close();
        place.close();
    }
}
