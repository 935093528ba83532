package org.cofferdam.connector.agent;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.cofferdam.connector.PortConnection;
import org.cofferdam.protocol.wire.FrameKind;

/** A tunnel of {@link org.cofferdam.protocol.wire.Operation#PORT_CONNECT}: frames come, bare bytes go. */
final class AgentPortConnection implements PortConnection {

    private static final int HEADER = 5;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final AgentConnection connection;
    private final SocketChannel socket;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private ByteBuffer ahead;
    private int left;
    private boolean ended;

    AgentPortConnection(AgentConnection connection) {
        this.connection = connection;
        this.socket = connection.socket();
        this.ahead = connection.detach();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (left == 0) {
            if (ended) {
                return -1;
            }
            readHeader();
        }
        int limit = into.limit();
        into.limit(Math.min(limit, into.position() + left));
        try {
            int count = readSome(into);
            left -= count;
            return count;
        } finally {
            into.limit(limit);
        }
    }

    private void readHeader() throws IOException {
        while (header.hasRemaining()) {
            readSome(header);
        }
        header.flip();
        left = header.getInt() - 1;
        ended = header.get() == FrameKind.END.code();
        header.clear();
    }

    private int readSome(ByteBuffer into) throws IOException {
        if (ahead.hasRemaining()) {
            int count = Math.min(ahead.remaining(), into.remaining());
            into.put(into.position(), ahead, ahead.position(), count).position(into.position() + count);
            ahead.position(ahead.position() + count);
            return count;
        }
        ahead = NOTHING;
        int count = socket.read(into);
        if (count < 0) {
            throw new EOFException("The connection to the sandbox's port was cut");
        }
        return count;
    }

    @Override
    public int readWithin(long millis, ByteBuffer into) throws IOException {
        connection.requireRescheduled(Deadlines.in(millis));
        int count = read(into);
        connection.liftDeadline();
        return count;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    @Override
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() {
        connection.close();
    }
}
