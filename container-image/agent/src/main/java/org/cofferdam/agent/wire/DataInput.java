package org.cofferdam.agent.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.protocol.wire.FrameKind;

/** A request's DATA up to its END, as a stream. */
final class DataInput extends InputStream {

    private static final int BUFFER_BYTES = 128 << 10;

    private final Connection connection;
    private final NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES);

    DataInput(Connection connection) {
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (connection.dataFollows()) {
            FrameKind kind = connection.awaitFrame(-1);
            if (connection.input().left() > 0) {
                int most = Math.min(length, BUFFER_BYTES);
                int count = connection.awaitPayload(buffer.memory(), 0, most);
                MemorySegment.copy(buffer.memory(), JAVA_BYTE, 0, into, offset, count);
                return count;
            }
            connection.input().finish();
            if (kind == FrameKind.END) {
                connection.dataEnded();
            } else if (kind != FrameKind.DATA) {
                throw new ConnectionClosedException(kind + " instead of DATA");
            }
        }
        return -1;
    }

    /** Not zero before the end: who reads compressed data asks whether another part follows. */
    @Override
    public int available() {
        return connection.dataFollows() ? 1 : 0;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
