package org.cofferdam.web.websocket;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a stream may be ahead of what its client has dealt with, in positions. Of many streams over one socket the one whose client is
 * slow so waits by itself; and a client that cannot keep its socket from reading, as a browser's, is not overrun.
 */
public final class Credit {

    private final long window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long acknowledged;
    private boolean closed;

    /** @param window in bytes of output */
    public Credit(long window) {
        this.window = window;
    }

    /** The client has dealt with everything up to a position. */
    public void acknowledge(long position) {
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
     * @return whether it may be sent: not once this is closed
     */
    public boolean await(long position) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && position - acknowledged >= window) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is sent any more; whoever waits is told so. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
