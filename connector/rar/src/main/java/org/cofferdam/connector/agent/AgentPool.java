package org.cofferdam.connector.agent;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one agent. There is always one to be had; some idle ones are kept for a minute, the one used last is taken first,
 * so that a burst's surplus ages and goes.
 */
final class AgentPool {

    static final int MOST_IDLE = 16;
    static final long IDLE_MILLIS = 60_000;

    private final AgentDialer dialer;
    private final Set<AgentConnection> open = new HashSet<>();
    private final Deque<AgentConnection> idle = new ArrayDeque<>();
    private volatile boolean closed;

    AgentPool(AgentDialer dialer) {
        this.dialer = dialer;
    }

    /**
     * A connection for one operation, to be given back or closed.
     *
     * @param until when it is closed unless given back before
     * @throws SandboxException {@code agent-lost} when there is no agent
     */
    AgentConnection take(long until) {
        AgentConnection connection;
        while ((connection = pollIdle()) != null) {
            if (connection.reschedule(until) && connection.isIntact()) {
                return connection;
            }
            connection.close();
        }
        try {
            return dial(until);
        } catch (IOException e) {
            throw AgentFailure.unreachable(e);
        }
    }

    /** A connection that has not been used before. */
    AgentConnection dial(long until) throws IOException {
        requireOpen();
        AgentConnection connection = dialer.dial(until);
        if (!register(connection)) {
            connection.close();
            throw AgentFailure.closed();
        }
        return connection;
    }

    /** Takes a connection back after an operation that has come to its end. */
    void give(AgentConnection connection) {
        if (!connection.reschedule(Deadlines.in(IDLE_MILLIS)) || !offerIdle(connection)) {
            connection.close();
        }
    }

    private synchronized @Nullable AgentConnection pollIdle() {
        return idle.pollFirst();
    }

    private synchronized boolean offerIdle(AgentConnection connection) {
        if (closed || idle.size() >= MOST_IDLE || !connection.isOpen()) {
            return false;
        }
        idle.addFirst(connection);
        return true;
    }

    private synchronized boolean register(AgentConnection connection) {
        if (closed) {
            return false;
        }
        open.add(connection);
        connection.onClose(() -> forget(connection));
        if (!connection.isOpen()) {
            forget(connection);
        }
        return true;
    }

    private synchronized void forget(AgentConnection connection) {
        open.remove(connection);
        idle.remove(connection);
    }

    void requireOpen() {
        if (closed) {
            throw AgentFailure.closed();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Closes all connections, also those in use. */
    void close() {
        List<AgentConnection> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(open);
        }
        last.forEach(AgentConnection::close);
    }
}
