package org.cofferdam.connector;

import org.jspecify.annotations.Nullable;

/** Events as an agent sends them, for one thread; no more than a few are ever in memory. Any thread may close it. */
public interface AgentEvents<E> extends AutoCloseable {

    /**
     * The next event; blocks until there is one, null behind the last one and when closed. A broken connection is mended by asking for
     * the events behind the last one.
     *
     * @throws org.cofferdam.protocol.error.SandboxException {@code agent-lost} when the agent is gone; the agent's own codes
     */
    @Nullable E next();

    /** Ends the agent's part of it too. */
    @Override
    void close();
}
