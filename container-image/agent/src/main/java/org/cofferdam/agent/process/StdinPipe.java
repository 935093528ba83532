package org.cofferdam.agent.process;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;

/** Our end of the pipe that a process reads its standard input from; for one writer at a time, who locks it. */
public final class StdinPipe {

    private final ReentrantLock writer = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final int fd;
    private boolean closed;

    /** @param fd does not block; owned by this */
    public StdinPipe(int fd) {
        this.fd = fd;
    }

    /** Held while somebody writes a run of bytes that must not be mixed with another's. */
    public ReentrantLock writer() {
        return writer;
    }

    /** For waiting until there is room. */
    public int descriptor() {
        return fd;
    }

    /** How much was written, 0 when the pipe is full, negative when nobody reads it any more. */
    public int write(MemorySegment from, long offset, int length) {
        state.lock();
        try {
            if (closed) {
                return -1;
            }
            int count = Descriptors.write(fd, from, offset, length);
            return count == -Errno.EAGAIN ? 0 : count;
        } finally {
            state.unlock();
        }
    }

    /** The process finds the end of its input. */
    public void close() {
        state.lock();
        try {
            if (!closed) {
                closed = true;
                Descriptors.close(fd);
            }
        } finally {
            state.unlock();
        }
    }
}
