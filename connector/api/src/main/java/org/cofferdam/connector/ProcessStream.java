package org.cofferdam.connector;

import org.cofferdam.protocol.process.ProcessEvent;
import org.jspecify.annotations.Nullable;

/** The events of one process, for one thread. Any thread may close it, which leaves the process alone. */
public interface ProcessStream extends AgentEvents<ProcessEvent> {

    /**
     * The next event; blocks until there is one, null after {@link ProcessEvent.Complete} and when the stream is closed. A broken
     * connection is mended by attaching again behind the last event; when the agent is gone for good the last event is a {@code
     * Complete} with status {@code lost}.
     */
    @Override
    @Nullable ProcessEvent next();

    @Override
    void close();
}
