package org.cofferdam.connector.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;

/** A connection that is held open to notice the agent's end at once: the kernel closes it together with the agent. */
final class Lifeline implements Runnable {

    private static final System.Logger LOGGER = System.getLogger(Lifeline.class.getName());

    private final AgentConnection connection;
    private final Runnable onBreak;

    Lifeline(AgentConnection connection, Runnable onBreak) {
        this.connection = connection;
        this.onBreak = onBreak;
    }

    /** Blocks until it breaks. */
    @Override
    public void run() {
        try {
            connection.receive();
            LOGGER.log(Level.WARNING, "An agent spoke without being asked");
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "A lifeline broke", e);
        } finally {
            onBreak.run();
            connection.close();
        }
    }
}
