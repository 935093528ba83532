package org.cofferdam.agent.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.Readiness;

/** Our end of the pipe that one stream of a process goes into. All under the lock of its {@link ProcessOutput}. */
final class OutputPipe implements Pump.Source {

    private final ProcessOutput owner;
    private final Pump pump;
    private final int stream;
    private final int fd;
    private long token = -1;
    private boolean closed;

    OutputPipe(ProcessOutput owner, Pump pump, int stream, int fd) {
        this.owner = owner;
        this.pump = pump;
        this.stream = stream;
        this.fd = fd;
    }

    int stream() {
        return stream;
    }

    @Override
    public int descriptor() {
        return fd;
    }

    @Override
    public void readable(MemorySegment buffer) {
        owner.readable(this, buffer);
    }

    /** How much was read behind the header; 0 when there is nothing now; negative at the end, after which it is closed. */
    int read(MemorySegment buffer, int limit) {
        if (closed) {
            return -1;
        }
        int count = Descriptors.read(fd, buffer, EventLog.HEADER, limit);
        if (count == -Errno.EAGAIN) {
            return 0;
        }
        if (count <= 0) {
            close();
            return -1;
        }
        return count;
    }

    /** Whether somebody has opened the other end, which of a FIFO may never have happened. */
    boolean opened() {
        if (closed) {
            return true;
        }
        try (Arena arena = Arena.ofConfined()) {
            Readiness readiness = new Readiness(arena, 1);
            readiness.watch(0, fd, Readiness.IN);
            return readiness.await(1, 0);
        }
    }

    boolean closed() {
        return closed;
    }

    void resume() {
        if (!closed && token < 0) {
            token = pump.add(this);
        }
    }

    void pause() {
        if (token >= 0) {
            pump.remove(this, token);
            token = -1;
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            pause();
            Descriptors.close(fd);
        }
    }
}
