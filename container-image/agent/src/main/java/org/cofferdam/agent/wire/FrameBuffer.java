package org.cofferdam.agent.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.log.LogSink;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.wire.FrameKind;

/** Frames on their way out, so that many leave in one write; neighbouring output of one stream becomes one frame. */
final class FrameBuffer implements LogSink, AutoCloseable {

    /** No more output is taken when there is so much. */
    private static final int FULL_BYTES = 192 << 10;

    /** The most output in one frame. */
    private static final int OUTPUT_BYTES = 64 << 10;

    private static final int INITIAL_BYTES = 8 << 10;
    private static final int HEADER = 5;
    private static final int OUTPUT_HEADER = HEADER + 9;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private NativeBuffer buffer = new NativeBuffer(INITIAL_BYTES);
    private MemorySegment memory = buffer.memory();
    private int sent;
    private int filled;

    /** Where the last frame begins if it is one of output, else -1; and what is in it. */
    private int lastOutput = -1;

    private int lastStream;
    private int lastLength;

    void frame(FrameKind kind, byte[] payload) {
        header(kind, payload.length);
        MemorySegment.copy(payload, 0, memory, JAVA_BYTE, filled, payload.length);
        filled += payload.length;
    }

    private void header(FrameKind kind, int length) {
        ensure(HEADER + length);
        memory.set(INT, filled, length + 1);
        memory.set(JAVA_BYTE, filled + 4L, (byte) kind.code());
        filled += HEADER;
        lastOutput = -1;
    }

    /** Gives bytes at the end of a piece of memory. */
    interface Source {
        int read(MemorySegment into, long offset, int most);
    }

    /** Puts a DATA frame of what {@code source} gives; false when it gives nothing. */
    boolean data(int most, Source source) {
        ensure(HEADER + most);
        int count = source.read(memory, filled + (long) HEADER, most);
        if (count > 0) {
            header(FrameKind.DATA, count);
            filled += count;
        }
        return count > 0;
    }

    @Override
    public int room() {
        return filled >= FULL_BYTES ? 0 : OUTPUT_BYTES;
    }

    @Override
    public void output(int stream, long end, MemorySegment bytes, long offset, int length) {
        if (lastOutput < sent || stream != lastStream || lastLength + length > OUTPUT_BYTES) {
            ensure(OUTPUT_HEADER + length);
            lastOutput = filled;
            lastStream = stream;
            lastLength = 0;
            memory.set(JAVA_BYTE, filled + 4L, (byte) FrameKind.OUTPUT.code());
            memory.set(JAVA_BYTE, filled + 5L, (byte) stream);
            filled += OUTPUT_HEADER;
        } else {
            ensure(length);
        }
        MemorySegment.copy(bytes, offset, memory, filled, length);
        filled += length;
        lastLength += length;
        memory.set(INT, lastOutput, OUTPUT_HEADER - 4 + lastLength);
        memory.set(LONG, lastOutput + 6L, end);
    }

    @Override
    public void truncated(long from, long to) {
        frame(FrameKind.EVENT, Json.write(new ProcessEvent.Truncated(from, to)));
    }

    private void ensure(int more) {
        long needed = (long) filled + more;
        if (needed > memory.byteSize()) {
            NativeBuffer larger = new NativeBuffer(Math.max(needed, 2 * memory.byteSize()));
            MemorySegment.copy(memory, 0, larger.memory(), 0, filled);
            replace(larger);
        }
    }

    MemorySegment memory() {
        return memory;
    }

    int sent() {
        return sent;
    }

    int unsent() {
        return filled - sent;
    }

    boolean isEmpty() {
        return filled == sent;
    }

    /** So much has left. */
    void remove(int length) {
        sent += length;
        if (sent == filled) {
            sent = 0;
            filled = 0;
            lastOutput = -1;
        }
    }

    /** Gives back what a large answer took. */
    void shrink() {
        if (isEmpty() && memory.byteSize() > INITIAL_BYTES) {
            replace(new NativeBuffer(INITIAL_BYTES));
        }
    }

    private void replace(NativeBuffer other) {
        buffer.close();
        buffer = other;
        memory = other.memory();
    }

    @Override
    public void close() {
        buffer.close();
    }
}
