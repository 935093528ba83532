package org.cofferdam.protocol.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a blocking socket. One thread may read while others write; closing from any thread wakes them with an {@link
 * IOException}. There is no read deadline: who needs one closes the channel when it has passed.
 */
public final class FrameChannel implements Closeable {

    /** The largest payload; a peer that announces more is not one of ours. */
    public static final int MAX_PAYLOAD = (1 << 20) + 16;

    private static final int HEADER = 5;

    private final SocketChannel socket;
    private ByteBuffer incoming = ByteBuffer.allocateDirect(64 << 10).flip();
    private final ReentrantLock writing = new ReentrantLock();

    public FrameChannel(SocketChannel socket) {
        this.socket = socket;
    }

    /**
     * The next frame, or null when the peer has closed between two frames.
     *
     * @throws EOFException when it has closed within one
     */
    public @Nullable Frame read() throws IOException {
        if (!incoming.hasRemaining() && !fill()) {
            return null;
        }
        while (incoming.remaining() < HEADER) {
            if (!fill()) {
                throw new EOFException("Connection closed within a frame");
            }
        }
        int length = incoming.getInt() - 1;
        FrameKind kind = FrameKind.of(incoming.get());
        if (kind == null || length < 0 || length > MAX_PAYLOAD) {
            throw new IOException("Not a frame");
        }
        return new Frame(kind, readFully(length));
    }

    private byte[] readFully(int length) throws IOException {
        byte[] payload = new byte[length];
        int done = Math.min(length, incoming.remaining());
        incoming.get(payload, 0, done);
        ByteBuffer rest = ByteBuffer.wrap(payload, done, length - done);
        while (rest.hasRemaining()) {
            if (rest.remaining() < incoming.capacity()) {
                if (!fill()) {
                    throw new EOFException("Connection closed within a frame");
                }
                int part = Math.min(rest.remaining(), incoming.remaining());
                rest.put(rest.position(), incoming, incoming.position(), part).position(rest.position() + part);
                incoming.position(incoming.position() + part);
            } else if (socket.read(rest) < 0) {
                throw new EOFException("Connection closed within a frame");
            }
        }
        return payload;
    }

    /** What was read ahead, for who goes on with the bare socket; the channel reads no more. */
    public ByteBuffer detach() {
        ByteBuffer ahead =
                ByteBuffer.allocate(incoming.remaining()).put(incoming).flip();
        incoming = ByteBuffer.allocate(0);
        return ahead;
    }

    private boolean fill() throws IOException {
        incoming.compact();
        try {
            return socket.read(incoming) >= 0;
        } finally {
            incoming.flip();
        }
    }

    /** Writes a whole frame; blocks while the peer does not read. */
    public void write(FrameKind kind, ByteBuffer... payload) throws IOException {
        int length = 0;
        for (ByteBuffer part : payload) {
            length += part.remaining();
        }
        if (length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("A frame of " + length + " bytes");
        }
        ByteBuffer[] parts = new ByteBuffer[payload.length + 1];
        parts[0] = ByteBuffer.allocate(HEADER)
                .putInt(length + 1)
                .put((byte) kind.code())
                .flip();
        System.arraycopy(payload, 0, parts, 1, payload.length);
        writing.lock();
        try {
            long left = HEADER + (long) length;
            while (left > 0) {
                left -= socket.write(parts);
            }
        } finally {
            writing.unlock();
        }
    }

    public void write(FrameKind kind, byte[] payload) throws IOException {
        write(kind, ByteBuffer.wrap(payload));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
