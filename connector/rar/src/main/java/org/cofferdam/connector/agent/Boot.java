package org.cofferdam.connector.agent;

import java.util.concurrent.atomic.AtomicReference;
import org.cofferdam.protocol.wire.Welcome;

/** Which start of the agent a link is bound to: the first that answers. */
final class Boot {

    private final AtomicReference<Welcome> first = new AtomicReference<>();

    /** @throws AgentGoneException when another start of the agent answers than before */
    void confirm(Welcome welcome) throws AgentGoneException {
        Welcome bound = first.compareAndExchange(null, welcome);
        if (bound != null && !bound.bootId().equals(welcome.bootId())) {
            throw new AgentGoneException("The agent has started anew", null);
        }
    }
}
