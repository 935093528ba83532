package org.cofferdam.connector.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;

/** Feeds a process's standard input, on a virtual thread, while somebody else reads its output from the same connection. */
final class StdinPump implements Runnable {

    private static final System.Logger LOGGER = System.getLogger(StdinPump.class.getName());
    private static final int CHUNK = 64 << 10;

    private final AgentConnection connection;
    private final InputStream input;
    private final Thread thread = Thread.ofVirtual().name("cofferdam-stdin").unstarted(this);
    private volatile boolean finished;

    StdinPump(AgentConnection connection, InputStream input) {
        this.connection = connection;
        this.input = input;
    }

    void start() {
        thread.start();
    }

    /** Whether the agent was sent all of the input and its end. */
    boolean finished() {
        return finished;
    }

    void stop() {
        thread.interrupt();
    }

    @Override
    public void run() {
        try (InputStream in = input) {
            byte[] buffer = new byte[CHUNK];
            int length;
            while ((length = in.read(buffer)) >= 0) {
                if (length > 0) {
                    connection.data(buffer, length);
                }
            }
            connection.end();
            finished = true;
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.DEBUG, "A standard input ended early", e);
            connection.close();
        }
    }
}
