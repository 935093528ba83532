package org.cofferdam.agent.process;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.jspecify.annotations.Nullable;

/** Our end of the pipe or terminal that a process reads its standard input from; for one writer at a time, who locks it. */
public final class StdinPipe {

    private final ReentrantLock writer = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final List<Runnable> onOpen = new ArrayList<>();
    private @Nullable Integer fd;
    private boolean ended;
    private long written;

    /** Of a process that has yet to open its end: {@link #open} follows. */
    public StdinPipe() {}

    /** @param fd does not block; owned by this */
    public StdinPipe(int fd) {
        this.fd = fd;
    }

    /**
     * The process has opened its end.
     *
     * @param newFd does not block; owned by this
     */
    public void open(int newFd) {
        List<Runnable> listeners;
        state.lock();
        try {
            if (ended) {
                Descriptors.close(newFd);
                return;
            }
            fd = newFd;
            listeners = List.copyOf(onOpen);
        } finally {
            state.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    public boolean opened() {
        return descriptor() != null;
    }

    /** Calls {@code listener} when the process opens its end, not when it has done so already. */
    public void onOpen(Runnable listener) {
        state.lock();
        try {
            onOpen.add(listener);
        } finally {
            state.unlock();
        }
    }

    public void removeOnOpen(Runnable listener) {
        state.lock();
        try {
            onOpen.remove(listener);
        } finally {
            state.unlock();
        }
    }

    /** Held while somebody writes a run of bytes that must not be mixed with another's. */
    public ReentrantLock writer() {
        return writer;
    }

    /** For waiting until there is room; null while the process has not opened its end. */
    public @Nullable Integer descriptor() {
        state.lock();
        try {
            return fd;
        } finally {
            state.unlock();
        }
    }

    /** How much was written, 0 when the pipe is full or not open yet, negative when nobody reads it any more. */
    public int write(MemorySegment from, long offset, int length) {
        state.lock();
        try {
            if (ended) {
                return -1;
            }
            int count = fd == null ? 0 : Descriptors.write(fd, from, offset, length);
            written += Math.max(0, count);
            return count == -Errno.EAGAIN ? 0 : count;
        } finally {
            state.unlock();
        }
    }

    /** Whether it takes no more. */
    public boolean ended() {
        state.lock();
        try {
            return ended;
        } finally {
            state.unlock();
        }
    }

    /** How many bytes were written so far. */
    public long written() {
        state.lock();
        try {
            return written;
        } finally {
            state.unlock();
        }
    }

    /** Does something with the descriptor while it is open; must not block. */
    public void whileOpen(IntConsumer action) {
        state.lock();
        try {
            if (!ended && fd != null) {
                action.accept(fd);
            }
        } finally {
            state.unlock();
        }
    }

    /** The process finds the end of its input, if need be as soon as it opens it. */
    public void close() {
        state.lock();
        try {
            if (!ended) {
                ended = true;
                if (fd != null) {
                    Descriptors.close(fd);
                }
            }
        } finally {
            state.unlock();
        }
    }
}
