package org.cofferdam.agent.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/** A stream into DATA frames, sent as each is full. */
final class DataOutput extends OutputStream {

    private static final int FRAME_BYTES = 128 << 10;

    private final Connection connection;
    private final byte[] frame = new byte[FRAME_BYTES];
    private int filled;

    DataOutput(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, FRAME_BYTES - filled);
            System.arraycopy(bytes, offset + done, frame, filled, part);
            filled += part;
            done += part;
            if (filled == FRAME_BYTES) {
                send();
            }
        }
    }

    private void send() throws IOException {
        connection.output().data(filled, this::copy);
        filled = 0;
        connection.flush();
    }

    private int copy(MemorySegment into, long offset, int most) {
        MemorySegment.copy(frame, 0, into, JAVA_BYTE, offset, filled);
        return filled;
    }

    /** Sends what is left; by the first call, as the compressor closes it, too. */
    @Override
    public void close() throws IOException {
        if (filled > 0) {
            send();
        }
    }
}
