package org.cofferdam.agent.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cofferdam.agent.system.Descriptors;

/** Ends another thread's wait for descriptors (eventfd(2)). */
final class Wakeup implements AutoCloseable {

    private static final MemorySegment ONE = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, 1);

    private final int fd = Descriptors.eventfd();
    private boolean closed;

    int descriptor() {
        return fd;
    }

    /** From any thread, also when it is closed already. */
    synchronized void wake() {
        if (!closed) {
            Descriptors.write(fd, ONE, 0, Long.BYTES);
        }
    }

    /** Makes the next wait wait again. */
    void clear(MemorySegment scratch) {
        Descriptors.read(fd, scratch, 0, Long.BYTES);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(fd);
        }
    }
}
