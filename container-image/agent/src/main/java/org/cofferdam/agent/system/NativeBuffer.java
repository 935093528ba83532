package org.cofferdam.agent.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Some memory outside the heap, given back when it is closed; for one thread. */
public final class NativeBuffer implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory;

    public NativeBuffer(long bytes) {
        memory = arena.allocate(bytes, 8);
    }

    public MemorySegment memory() {
        return memory;
    }

    @Override
    public void close() {
        arena.close();
    }
}
