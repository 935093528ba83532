package org.cofferdam.web.sandbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.wire.Operation;

/** Single questions to sandboxes' agents. */
@ApplicationScoped
public class AgentCalls {

    /** How long an agent may take for an answer that needs no waiting by itself. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    @Inject
    Sandboxes sandboxes;

    /** Wakes the sandbox if need be, asks, and waits for the answer. */
    public <R> R ask(SandboxId id, Operation operation, Object request, Class<R> replyType) {
        return ask(id, operation, request, replyType, DEADLINE);
    }

    public <R> R ask(SandboxId id, Operation operation, Object request, Class<R> replyType, Duration deadline) {
        try (SandboxLease lease = sandboxes.open(id)) {
            return lease.agent().call(operation, request, replyType, deadline);
        }
    }
}
