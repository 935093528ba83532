package org.cofferdam.web.port;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.cofferdam.connector.PortConnection;
import org.jspecify.annotations.Nullable;

/** What an application sends, read through one buffer. */
final class PortInput {

    private static final int BUFFER_BYTES = 32 << 10;

    private final PortConnection connection;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

    PortInput(PortConnection connection) {
        this.connection = connection;
    }

    /** What there is, at most {@code most} bytes, to be read before the next call; null at the end. */
    @Nullable ByteBuffer next(long most) throws IOException {
        if (!buffer.hasRemaining() && !fill(0)) {
            return null;
        }
        int count = (int) Math.min(most, buffer.remaining());
        ByteBuffer part = buffer.slice(buffer.position(), count);
        buffer.position(buffer.position() + count);
        return part;
    }

    /** Whether the next read need not wait. */
    boolean hasMore() {
        return buffer.hasRemaining();
    }

    /**
     * A line without its end.
     *
     * @param most its longest length
     * @param millis how long to wait for bytes; 0 for as long as it takes
     */
    String line(int most, long millis) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!buffer.hasRemaining() && !fill(millis)) {
                throw new EOFException("The application closed the connection");
            }
            char c = (char) (buffer.get() & 0xff);
            if (c == '\n') {
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
            if (line.length() == most) {
                throw new IOException("The application's head is too long");
            }
            line.append(c);
        }
    }

    private boolean fill(long millis) throws IOException {
        buffer.clear();
        try {
            return (millis == 0 ? connection.read(buffer) : connection.readWithin(millis, buffer)) > 0;
        } finally {
            buffer.flip();
        }
    }

    /** What was read and not taken. */
    ByteBuffer rest() {
        return buffer;
    }
}
