package org.cofferdam.agent.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.NativeBuffer;

/** Writes lines to an open file, many at a time. */
final class LineWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final int fd;
    private final NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES);
    private int filled;

    /** @param fd which this does not close */
    LineWriter(int fd) {
        this.fd = fd;
    }

    void write(byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            int part = Math.min(bytes.length - done, BUFFER_BYTES - filled);
            MemorySegment.copy(bytes, done, buffer.memory(), JAVA_BYTE, filled, part);
            filled += part;
            done += part;
            if (filled == BUFFER_BYTES) {
                flush();
            }
        }
    }

    void flush() {
        Descriptors.writeFully(fd, buffer.memory(), 0, filled);
        filled = 0;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
