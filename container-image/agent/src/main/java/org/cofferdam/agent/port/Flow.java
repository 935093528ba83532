package org.cofferdam.agent.port;

import java.lang.foreign.MemorySegment;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.Sockets;
import org.jspecify.annotations.Nullable;

/** One direction of a tunnel. What its sink does not take at once is kept, and until that has left nothing more is read. */
abstract class Flow {

    private final int source;
    private final int sink;
    private @Nullable NativeBuffer kept;
    private int keptFrom;
    private int keptTo;
    private boolean sourceEnded;
    private boolean done;

    Flow(int source, int sink) {
        this.source = source;
        this.sink = sink;
    }

    boolean wantsInput() {
        return !sourceEnded && kept == null;
    }

    boolean wantsOutput() {
        return kept != null;
    }

    boolean done() {
        return done;
    }

    /** Moves what can be moved now, up to one buffer; false when the tunnel is broken. */
    boolean move(MemorySegment buffer) {
        if (kept != null && !flush()) {
            return false;
        }
        if (!wantsInput()) {
            return true;
        }
        int count = Descriptors.read(source, buffer, headroom(), (int) buffer.byteSize() - headroom());
        if (count == -Errno.EAGAIN) {
            return true;
        }
        if (count < 0) {
            return false;
        }
        sourceEnded = count == 0;
        return write(buffer, sourceEnded ? end(buffer) : frame(buffer, count));
    }

    /** Bytes before what is read, for {@link #frame}. */
    abstract int headroom();

    /** Completes what was read; the length of all. */
    abstract int frame(MemorySegment buffer, int count);

    /** What tells the sink of the source's end; its length. */
    abstract int end(MemorySegment buffer);

    private boolean write(MemorySegment buffer, int length) {
        int written = length == 0 ? 0 : Descriptors.write(sink, buffer, 0, length);
        if (written < 0 && written != -Errno.EAGAIN) {
            return false;
        }
        int left = length - Math.max(0, written);
        if (left > 0) {
            kept = new NativeBuffer(left);
            MemorySegment.copy(buffer, length - (long) left, kept.memory(), 0, left);
            keptFrom = 0;
            keptTo = left;
            return true;
        }
        finishIfEnded();
        return true;
    }

    private boolean flush() {
        NativeBuffer buffer = kept;
        if (buffer == null) {
            return true;
        }
        int written = Descriptors.write(sink, buffer.memory(), keptFrom, keptTo - keptFrom);
        if (written < 0) {
            return written == -Errno.EAGAIN;
        }
        keptFrom += written;
        if (keptFrom == keptTo) {
            release();
            finishIfEnded();
        }
        return true;
    }

    private void finishIfEnded() {
        if (sourceEnded) {
            done = true;
            Sockets.shutdownOutput(sink);
        }
    }

    /** Ends it where it is. */
    void abandon() {
        release();
        sourceEnded = true;
        done = true;
    }

    void release() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }
}
