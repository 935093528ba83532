package org.cofferdam.web.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.web.sandbox.OpenAnswers;

/** Begins to follow processes. */
@ApplicationScoped
public class Followers {

    @Inject
    Sandboxes sandboxes;

    @Inject
    Places places;

    @Inject
    HttpServletRequest request;

    /** Wakes the sandbox if need be, and blocks until the process's first event. Closed with the request at the latest. */
    public Following open(SandboxId id, ProcessId process, Function<AgentLink, ProcessStream> opening) {
        Places.Place place = places.take();
        try {
            return OpenAnswers.remember(open(place, sandboxes.open(id), process, opening), request);
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private static Following open(
            Places.Place place, SandboxLease lease, ProcessId process, Function<AgentLink, ProcessStream> opening) {
        try {
            return begin(place, lease, process, opening.apply(lease.agent()));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private static Following begin(Places.Place place, SandboxLease lease, ProcessId process, ProcessStream events) {
        try {
            ProcessEvent first = events.next();
            if (first == null) {
                throw new SandboxException(ErrorCode.AGENT_LOST, "The process's events ended before they began");
            }
            return new Following(place, lease, process, events, first);
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }
}
