package org.cofferdam.connector.agent;

import java.io.IOException;

/**
 * What a stream of events comes over: one connection after the other. For the thread that reads the stream; any thread may close it.
 */
final class StreamConnection {

    private static final long CONNECT_MILLIS = 10_000;
    private static final long RECOVERY_MILLIS = 1_000;
    private static final int MOST_RECOVERIES = 10;

    private final AgentPool pool;
    private volatile AgentConnection connection;
    private volatile boolean closed;
    private boolean ended;
    private int recoveries;

    /** Makes a fresh connection go on behind the last event. */
    interface Resumption {
        void on(AgentConnection connection, long until) throws IOException;
    }

    private StreamConnection(AgentPool pool, AgentConnection connection) {
        this.pool = pool;
        this.connection = connection;
    }

    static StreamConnection open(AgentPool pool) {
        return new StreamConnection(pool, pool.take(Deadlines.in(CONNECT_MILLIS)));
    }

    AgentConnection current() {
        return connection;
    }

    /** Whether nothing more is to be read. */
    boolean over() {
        return ended || closed;
    }

    /** Whether the connection is a second one over which nothing has come yet. */
    boolean recovering() {
        return recoveries > 0;
    }

    /** An event has come. */
    void progress() {
        recoveries = 0;
    }

    /**
     * Puts another connection in the place of one that broke, trying for a second; does nothing when closed meanwhile.
     *
     * @throws AgentGoneException when the agent has ended; so has the stream
     * @throws org.cofferdam.protocol.error.SandboxException {@code agent-lost} when it cannot be reached; the stream has ended
     */
    void replace(IOException cause, Resumption resumption) throws AgentGoneException {
        IOException broken = cause;
        long until = Deadlines.in(RECOVERY_MILLIS);
        while (true) {
            connection.close();
            if (closed) {
                return;
            }
            if (broken instanceof AgentGoneException gone) {
                ended = true;
                throw gone;
            }
            if (recoveries++ == MOST_RECOVERIES
                    || Deadlines.now() >= until
                    || connection.expired()
                    || Thread.currentThread().isInterrupted()) {
                ended = true;
                throw AgentFailure.of(broken, connection);
            }
            try {
                adopt(pool.dial(until));
                resumption.on(connection, until);
                connection.settle();
                return;
            } catch (IOException e) {
                broken = e;
            }
        }
    }

    private synchronized void adopt(AgentConnection next) {
        connection = next;
        if (closed) {
            next.close();
        }
    }

    /**
     * The last frame has come. Whoever closes the stream must not close a connection that is somebody else's by then.
     *
     * @param reusable whether another operation may use the connection
     */
    synchronized void end(boolean reusable) {
        ended = true;
        if (reusable) {
            pool.give(connection);
        } else {
            connection.close();
        }
    }

    synchronized void close() {
        closed = true;
        if (!ended) {
            connection.close();
        }
    }
}
