package org.cofferdam.connector.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.wire.Frame;

/** A file's bytes as they come from the agent, one frame in memory at a time. */
final class FileBytes extends InputStream {

    private final AgentConnection connection;
    private final AgentPool pool;
    private final long progressMillis;
    private byte[] frame;
    private int next;
    private boolean ended;

    /** @param progressMillis how long the agent may take for a frame */
    FileBytes(AgentConnection connection, AgentPool pool, long progressMillis) {
        this(connection, pool, progressMillis, new byte[0]);
    }

    /** @param first the payload of the first frame of DATA, which has come already */
    FileBytes(AgentConnection connection, AgentPool pool, long progressMillis, byte[] first) {
        this.connection = connection;
        this.pool = pool;
        this.progressMillis = progressMillis;
        this.frame = first;
    }

    @Override
    public int read() throws IOException {
        return fill() ? frame[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int part = Math.min(length, available());
        System.arraycopy(frame, next, bytes, offset, part);
        next += part;
        return part;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long transferred = 0;
        while (fill()) {
            int part = available();
            out.write(frame, next, part);
            next += part;
            transferred += part;
        }
        return transferred;
    }

    @Override
    public int available() {
        return frame.length - next;
    }

    /** Whether there is a byte to read. */
    private boolean fill() throws IOException {
        while (available() == 0) {
            if (ended) {
                return false;
            }
            advance();
        }
        return true;
    }

    private void advance() throws IOException {
        Frame received;
        try {
            received = connection.receiveWithin(progressMillis);
        } catch (IOException e) {
            connection.close();
            throw new IOException("The agent went away before the end of the file", e);
        }
        switch (received.kind()) {
            case DATA -> {
                frame = received.payload();
                next = 0;
            }
            case END -> {}
            case REPLY -> end();
            case ERROR -> {
                end();
                SandboxException failure =
                        WireJson.read(received.payload(), Problem.class).toException();
                throw new IOException("The file's end is missing: " + failure.detail(), failure);
            }
            default -> {
                connection.close();
                throw new IOException("Not a frame of a file: " + received.kind());
            }
        }
    }

    private void end() {
        ended = true;
        pool.give(connection);
    }

    @Override
    public void close() {
        if (!ended) {
            connection.close();
        }
    }
}
