package org.cofferdam.ejb.sandbox;

import java.util.concurrent.atomic.AtomicBoolean;
import org.cofferdam.connector.AgentLink;

/** A lease that is counted until it is closed. */
final class CountedLease implements SandboxLease {

    private final AgentLink agent;
    private final LiveSandbox sandbox;
    private final AtomicBoolean open = new AtomicBoolean(true);

    CountedLease(AgentLink agent, LiveSandbox sandbox) {
        this.agent = agent;
        this.sandbox = sandbox;
    }

    @Override
    public AgentLink agent() {
        return agent;
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            sandbox.released();
        }
    }
}
