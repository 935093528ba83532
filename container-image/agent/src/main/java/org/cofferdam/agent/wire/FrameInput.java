package org.cofferdam.agent.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.protocol.wire.FrameChannel;
import org.cofferdam.protocol.wire.FrameKind;
import org.jspecify.annotations.Nullable;

/** Frames coming in on a socket that does not block. */
final class FrameInput {

    private static final int BUFFER_BYTES = 16 << 10;
    private static final int HEADER = 5;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final FrameKind[] KINDS = FrameKind.values();

    private final int fd;
    private final MemorySegment buffer;
    private int begin;
    private int end;
    private @Nullable FrameKind kind;
    private int left;
    private int maxPayload;

    FrameInput(int fd, Arena arena, int maxPayload) {
        this.fd = fd;
        this.buffer = arena.allocate(BUFFER_BYTES);
        this.maxPayload = maxPayload;
    }

    /** The peer has shown who it is. */
    void trust() {
        maxPayload = FrameChannel.MAX_PAYLOAD;
    }

    /** The frame that has begun to arrive, or null when none has; its payload is to be read before the next. */
    @Nullable FrameKind begin() throws ConnectionClosedException {
        if (kind != null) {
            return kind;
        }
        while (end - begin < HEADER) {
            if (!fill()) {
                return null;
            }
        }
        int length = buffer.get(INT, begin) - 1;
        int code = buffer.get(JAVA_BYTE, begin + 4L);
        if (length < 0 || length > maxPayload || code < 1 || code > KINDS.length) {
            throw new ConnectionClosedException("Not a frame");
        }
        begin += HEADER;
        left = length;
        kind = KINDS[code - 1];
        return kind;
    }

    /** How much of its payload was not read. */
    int left() {
        return left;
    }

    /** The frame is done with, its payload read. */
    void finish() {
        kind = null;
    }

    /** Reads what there is of the payload; 0 when there is nothing now. */
    int read(MemorySegment into, long offset, int most) throws ConnectionClosedException {
        int wanted = Math.min(most, left);
        if (wanted == 0) {
            return 0;
        }
        int count;
        if (begin == end && wanted >= BUFFER_BYTES) {
            count = check(Descriptors.read(fd, into, offset, wanted));
        } else {
            if (begin == end && !fill()) {
                return 0;
            }
            count = Math.min(wanted, end - begin);
            MemorySegment.copy(buffer, begin, into, offset, count);
            begin += count;
        }
        left -= count;
        return count;
    }

    private boolean fill() throws ConnectionClosedException {
        if (begin == end) {
            begin = 0;
            end = 0;
        } else if (buffer.byteSize() - begin < HEADER) {
            MemorySegment.copy(buffer, begin, buffer, 0, end - begin);
            end -= begin;
            begin = 0;
        }
        int count = check(Descriptors.read(fd, buffer, end, (int) buffer.byteSize() - end));
        end += count;
        return count > 0;
    }

    private static int check(int count) throws ConnectionClosedException {
        if (count == -Errno.EAGAIN) {
            return 0;
        }
        if (count <= 0) {
            throw new ConnectionClosedException(count == 0 ? "Closed by the server" : "Broken");
        }
        return count;
    }
}
