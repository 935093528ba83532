package org.cofferdam.web.channel;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far an operation may be ahead of what its client has dealt with, in positions. One operation whose client is slow so waits by
 * itself, while others over the same socket go on.
 */
final class Credit {

    private final long window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long acknowledged;
    private boolean closed;

    /** @param window in bytes of output */
    Credit(long window) {
        this.window = window;
    }

    /** The client has dealt with everything up to a position. */
    void acknowledge(long position) {
        lock.lock();
        try {
            acknowledged = Math.max(acknowledged, position);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Blocks until what was sent is less than the window ahead; so at most one piece of output exceeds it.
     *
     * @throws CancelledException also when the client has gone
     */
    void await(long position) throws CancelledException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && position - acknowledged >= window) {
                changed.await();
            }
            if (closed) {
                throw new CancelledException();
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
