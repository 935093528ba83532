package org.cofferdam.connector.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.cofferdam.connector.TerminalStream;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;

/** A viewer over a connection of its own, which ends with it: the agent may still be owed the end of what is typed. */
final class AgentTerminalStream implements TerminalStream {

    private static final long CONNECT_MILLIS = 10_000;
    private static final int OUTPUT_HEADER = 1 + Long.BYTES;

    private final AgentConnection connection;
    private volatile boolean closed;
    private volatile boolean ended;

    private AgentTerminalStream(AgentConnection connection) {
        this.connection = connection;
    }

    static TerminalStream attach(AgentPool pool, TerminalRequest.Attach request) {
        AgentConnection connection = null;
        try {
            connection = pool.dial(Deadlines.in(CONNECT_MILLIS));
            connection.request(Operation.TERMINAL_ATTACH, WireJson.write(request));
            connection.settle();
            return new AgentTerminalStream(connection);
        } catch (IOException e) {
            if (connection == null) {
                throw AgentFailure.unreachable(e);
            }
            connection.close();
            throw AgentFailure.of(e, connection);
        }
    }

    @Override
    public @Nullable TerminalEvent next() {
        if (ended || closed) {
            return null;
        }
        try {
            return accept(connection.receive());
        } catch (IOException e) {
            connection.close();
            if (closed) {
                return null;
            }
            throw AgentFailure.of(e, connection);
        }
    }

    private TerminalEvent accept(Frame frame) throws IOException {
        return switch (frame.kind()) {
            case OUTPUT -> output(frame.payload());
            case EVENT -> WireJson.read(frame.payload(), TerminalEvent.class);
            case REPLY -> {
                ended = true;
                connection.close();
                yield TerminalEvent.Exit.of(WireJson.read(frame.payload(), ProcessEvent.Complete.class));
            }
            case ERROR -> {
                close();
                throw WireJson.read(frame.payload(), Problem.class).toException();
            }
            default -> throw new IOException("Not a frame of a terminal: " + frame.kind());
        };
    }

    private static TerminalEvent output(byte[] payload) throws IOException {
        if (payload.length <= OUTPUT_HEADER) {
            throw new IOException("An OUTPUT frame without output");
        }
        ByteBuffer frame = ByteBuffer.wrap(payload, 1, payload.length - 1);
        long position = frame.getLong();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return new TerminalEvent.Output(position, bytes);
    }

    @Override
    public void type(byte[] bytes) {
        send(FrameKind.DATA, bytes);
    }

    @Override
    public void resize(TerminalSize size) {
        send(FrameKind.EVENT, WireJson.write(size));
    }

    private void send(FrameKind kind, byte[] payload) {
        try {
            connection.send(kind, payload);
        } catch (IOException e) {
            if (connection.isOpen()) { // otherwise its reader knows why it is not
                throw AgentFailure.of(e, connection);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        connection.close();
    }
}
