package org.cofferdam.connector.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.wire.Operation;

/**
 * Feeds a process's standard input, on a virtual thread, while somebody else reads its output from the same connection. A process whose
 * input cannot be completed is killed, for with a part of it, it would seem to succeed.
 */
final class StdinPump implements Runnable {

    private static final System.Logger LOGGER = System.getLogger(StdinPump.class.getName());
    private static final int CHUNK = 64 << 10;
    private static final long KILL_MILLIS = 1_000;

    private final AgentPool pool;
    private final AgentConnection connection;
    private final ProcessId id;
    private final InputStream input;
    private final Thread thread = Thread.ofVirtual().name("cofferdam-stdin").unstarted(this);
    private volatile boolean finished;
    private volatile boolean failed;
    private volatile boolean started;
    private volatile boolean stopped;

    StdinPump(AgentPool pool, AgentConnection connection, ProcessId id, InputStream input) {
        this.pool = pool;
        this.connection = connection;
        this.id = id;
        this.input = input;
    }

    void start() {
        thread.start();
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
            failed = true;
            killIfStarved();
        }
    }

    /** To be called when the process has started: before, a kill might overtake the start. */
    void processStarted() {
        started = true;
        killIfStarved();
    }

    private void killIfStarved() {
        if (failed && started && !stopped) {
            try {
                kill(Deadlines.in(KILL_MILLIS));
            } catch (IOException | SandboxException e) {
                LOGGER.log(Level.DEBUG, "A process without its input may go on", e);
            }
        }
    }

    /** Kills the process. */
    void kill(long until) throws IOException {
        AgentConnection killing = pool.dial(until);
        try {
            killing.request(Operation.PROCESS_KILL, WireJson.write(new ProcessRequest.Kill(id, Signal.KILL, 0)));
            killing.receive();
        } finally {
            killing.close();
        }
    }

    /** Whether the agent was sent all of the input and its end. */
    boolean finished() {
        return finished;
    }

    /** Ends the pump; the process is left alone. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }
}
