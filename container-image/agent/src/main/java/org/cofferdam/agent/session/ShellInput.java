package org.cofferdam.agent.session;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.process.StdinPipe;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/**
 * The FIFO that a shell gives to one command as its standard input. Opening a FIFO for writing waits for its reader (fifo(7)), so that
 * nothing is written, nor the end of it told, before the shell is there to see it.
 */
final class ShellInput {

    private static final AtomicLong MADE = new AtomicLong();
    private static final int NONE = -1;

    private final ShellDirectory directory;
    private final StdinPipe pipe;
    private final String name = "in-" + MADE.incrementAndGet();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean opening;
    private boolean released;
    private int reader = NONE;

    /** @param pipe is opened when the shell has opened the FIFO */
    ShellInput(ShellDirectory directory, StdinPipe pipe) {
        this.directory = directory;
        this.pipe = pipe;
    }

    String path() {
        return directory.path(name);
    }

    /** Makes it and waits for the shell, on a thread of its own. */
    void open(Workers workers) {
        directory.makeFifo(name);
        opening = true;
        try {
            workers.run(this::awaitShell);
        } catch (RejectedExecutionException e) {
            directory.unlink(name);
            throw new SandboxException(ErrorCode.QUOTA_EXCEEDED, "The sandbox does too much at once", e);
        }
    }

    private void awaitShell() {
        int fd = directory.openWriter(name);
        lock.lock();
        try {
            opening = false;
            directory.unlink(name);
            if (reader != NONE) {
                Descriptors.close(reader);
            }
            if (released) {
                Descriptors.close(fd);
            } else {
                pipe.open(fd);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The shell is past the command, or gone: where it has not opened the FIFO the pipe stays closed. */
    void release() {
        lock.lock();
        try {
            released = true;
            if (opening && reader == NONE) {
                reader = directory.openReader(name);
            }
        } finally {
            lock.unlock();
        }
    }
}
