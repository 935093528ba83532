package org.cofferdam.agent.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.cofferdam.agent.process.StdinPipe;
import org.cofferdam.protocol.wire.FrameKind;
import org.jspecify.annotations.Nullable;

/** Carries a request's DATA into a process's standard input without ever blocking; what nobody reads any more is thrown away. */
final class StdinFeed implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final Connection connection;
    private final StdinPipe pipe;
    private final boolean closeAtEnd;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
    private int begin;
    private int end;
    private long skip;
    private long skipped;
    private boolean broken;
    private Runnable onData = () -> {};
    private @Nullable Consumer<byte[]> onEvent;

    /** @param skip how many of the bytes are left out at first */
    StdinFeed(Connection connection, StdinPipe pipe, boolean closeAtEnd, long skip) {
        this.connection = connection;
        this.pipe = pipe;
        this.closeAtEnd = closeAtEnd;
        this.skip = skip;
        pipe.onOpen(connection.wake());
    }

    /** Sets what is called when DATA and EVENT frames come; without it there are no EVENTs. */
    void listen(Runnable data, Consumer<byte[]> event) {
        onData = data;
        onEvent = event;
    }

    /** Whether all has come and is in the pipe. */
    boolean finished() {
        return begin == end && !connection.dataFollows();
    }

    /** Whether some was thrown away because nobody reads the pipe. */
    boolean broken() {
        return broken;
    }

    /** How many bytes were left out. */
    long skipped() {
        return skipped;
    }

    /** Whether it waits for frames. */
    boolean wantsInput() {
        return begin == end && connection.dataFollows();
    }

    /** The descriptor that it waits for; null when there is none, or none yet. */
    @Nullable Integer blockedOn() {
        return begin < end ? pipe.descriptor() : null;
    }

    /** Moves what can be moved now. */
    void advance() throws ConnectionClosedException {
        do {
            if (!drain()) {
                return;
            }
        } while (fill());
    }

    /** Empties the buffer; false when the pipe is full. */
    private boolean drain() {
        while (begin < end) {
            int count = pipe.write(buffer, begin, end - begin);
            if (count == 0) {
                return false;
            }
            broken |= count < 0;
            begin = count < 0 ? end : begin + count;
        }
        return true;
    }

    /** Fills the empty buffer; false when there is nothing now. */
    private boolean fill() throws ConnectionClosedException {
        begin = 0;
        end = 0;
        FrameInput input = connection.input();
        while (connection.dataFollows()) {
            FrameKind kind = input.begin();
            if (kind == null) {
                return false;
            }
            if (kind == FrameKind.END) {
                input.finish();
                connection.dataEnded();
                if (closeAtEnd) {
                    pipe.close();
                }
                return false;
            }
            if (kind == FrameKind.EVENT && onEvent != null) {
                onEvent.accept(connection.payload());
                continue;
            }
            if (kind != FrameKind.DATA) {
                throw new ConnectionClosedException(kind + " instead of DATA");
            }
            end = input.read(buffer, 0, BUFFER_BYTES);
            if (input.left() == 0) {
                input.finish();
            }
            if (end > 0) {
                begin = (int) Math.min(skip, end);
                skip -= begin;
                skipped += begin;
                onData.run();
                return true;
            }
            if (input.left() > 0) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() {
        pipe.removeOnOpen(connection.wake());
        arena.close();
    }
}
