package org.cofferdam.connector.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.cofferdam.protocol.wire.Frame;

/**
 * Sends an operation's input from the caller's thread. A virtual thread waits for the answer meanwhile: an agent that refuses early
 * reads no further, and its answer ends the sending.
 */
final class Upload {

    private static final int CHUNK = 128 << 10;

    private final AgentConnection connection;
    private final long progressMillis;
    private final FutureTask<Frame> answer;
    private boolean complete;

    /** @param progressMillis how long the agent may take for a part of the input, and for its answer at the end */
    Upload(AgentConnection connection, long progressMillis) {
        this.connection = connection;
        this.progressMillis = progressMillis;
        this.answer = new FutureTask<>(connection::receive);
    }

    /**
     * The agent's answer.
     *
     * @throws UncheckedIOException when {@code input} fails; the agent then sees no end of it
     */
    Frame run(InputStream input) throws IOException {
        Thread.ofVirtual().name("cofferdam-upload-answer").start(answer);
        try {
            send(input);
            if (complete && !connection.reschedule(Deadlines.in(progressMillis))) {
                throw new IOException("The agent was too slow");
            }
        } catch (IOException e) {
            return refusalOr(e);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
        return answer();
    }

    /** Whether the connection can be used again: it cannot while the agent is owed an end. */
    boolean complete() {
        return complete;
    }

    private void send(InputStream input) throws IOException {
        byte[] buffer = new byte[CHUNK];
        int length;
        while (!answer.isDone()) {
            length = read(input, buffer);
            if (length < 0) {
                connection.end();
                complete = true;
                return;
            }
            if (length > 0) {
                connection.dataWithin(progressMillis, buffer, length);
            }
        }
    }

    private static int read(InputStream input, byte[] buffer) {
        try {
            return input.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("The input ended early", e);
        }
    }

    /** The socket may break because the agent answered and closed: then its answer counts. */
    private Frame refusalOr(IOException broken) throws IOException {
        try {
            return answer();
        } catch (IOException e) {
            broken.addSuppressed(e);
            throw broken;
        }
    }

    private Frame answer() throws IOException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close();
            throw new IOException("Interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
