package org.cofferdam.web.event;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.function.Function;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.web.sandbox.OpenAnswers;

/** Begins to follow what happens in sandboxes. */
@ApplicationScoped
public class Followers {

    @Inject
    Sandboxes sandboxes;

    @Inject
    Places places;

    @Inject
    HttpServletRequest request;

    /**
     * How long an answer waits for the first event, so that it can be a problem. A client must not wait longer for a sign of life from a
     * process that is quiet.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Wakes the sandbox if need be, and blocks until the first event, but not for long. Closed with the request at the latest. */
    public <E> Following<E> open(SandboxId id, Function<AgentLink, ? extends AgentEvents<E>> opening) {
        Places.Place place = places.take();
        try {
            return OpenAnswers.remember(open(place, sandboxes.open(id), opening), request);
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private static <E> Following<E> open(
            Places.Place place, SandboxLease lease, Function<AgentLink, ? extends AgentEvents<E>> opening) {
        try {
            return begin(place, lease, opening.apply(lease.agent()));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private static <E> Following<E> begin(Places.Place place, SandboxLease lease, AgentEvents<E> events) {
        try {
            return new Following<>(place, lease, AwaitedEvents.of(events, PATIENCE));
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }
}
