package org.cofferdam.web.event;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
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

    /** Wakes the sandbox if need be, and blocks until the first event. Closed with the request at the latest. */
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
            E first = events.next();
            if (first == null) {
                throw new SandboxException(ErrorCode.AGENT_LOST, "The events ended before they began");
            }
            return new Following<>(place, lease, events, first);
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }
}
