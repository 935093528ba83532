package org.cofferdam.agent.log;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.SystemCallException;
import org.jspecify.annotations.Nullable;

/** A piece of a segment's records at hand, wherever they are kept. */
final class RecordWindow implements AutoCloseable {

    /** How much of a file is read at once. */
    private static final int BYTES = 128 << 10;

    private @Nullable Segment segment;
    private int fd = -1;
    private @Nullable NativeBuffer memory;
    private MemorySegment buffer = MemorySegment.NULL;

    private MemorySegment bytes = MemorySegment.NULL;
    private long start;
    private int length;

    @Nullable Segment segment() {
        return segment;
    }

    /** Goes on to another segment, or to none. */
    void enter(@Nullable Segment next) {
        segment = next;
        start = 0;
        length = 0;
        if (fd >= 0) {
            Descriptors.close(fd);
            fd = -1;
        }
    }

    /**
     * Makes the records from {@code offset} on available.
     *
     * @param least how many bytes are needed; so many are there
     * @return how many there are, or -1 when the file is gone
     */
    int load(Find.Data data, long offset, int least) {
        byte[] heap = data.memory();
        if (heap != null) {
            bytes = MemorySegment.ofArray(heap);
            start = 0;
            length = 0;
            return (int) (data.stored() - offset);
        }
        if (offset < start || offset + least > start + length) {
            if (!fill(data, offset, least)) {
                return -1;
            }
        }
        bytes = buffer;
        return (int) (start + length - offset);
    }

    private boolean fill(Find.Data data, long offset, int least) {
        if (fd < 0 && !open(data.segment().path())) {
            return false;
        }
        start = offset;
        length = 0;
        int wanted = (int) Math.min(data.stored() - offset, buffer.byteSize());
        while (length < wanted) {
            int count = Descriptors.pread(fd, buffer, length, wanted - length, offset + length);
            if (count <= 0) {
                break;
            }
            length += count;
        }
        return length >= least;
    }

    private boolean open(String path) {
        try {
            fd = FileCalls.open(path.getBytes(StandardCharsets.UTF_8), FileCalls.O_RDONLY, 0);
        } catch (SystemCallException e) {
            return false;
        }
        if (memory == null) {
            memory = new NativeBuffer(BYTES);
            buffer = memory.memory();
        }
        return true;
    }

    /** What {@link #load} found, beginning at {@link #index}. */
    MemorySegment bytes() {
        return bytes;
    }

    long index(long offset) {
        return offset - start;
    }

    @Override
    public void close() {
        enter(null);
        if (memory != null) {
            memory.close();
        }
    }
}
