package org.cofferdam.web.websocket;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Room for messages on their way to the client: who has something to send waits until there is some. */
final class Outbox {

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private long onTheWay;
    private long sent;
    private boolean closed;

    /** @param limit in bytes; a message that is larger goes alone */
    Outbox(long limit) {
        this.limit = limit;
    }

    /** Room that one message takes until it is sent. */
    final class Room {

        private final int bytes;
        private final AtomicBoolean taken = new AtomicBoolean(true);

        private Room(int bytes) {
            this.bytes = bytes;
        }

        /** The message was sent, or never will be; again without effect. */
        void leave() {
            if (taken.compareAndSet(true, false)) {
                left(bytes);
            }
        }
    }

    /**
     * Blocks until there is room.
     *
     * @throws IOException when the client has gone
     */
    Room enter(int bytes) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && onTheWay > 0 && onTheWay + bytes > limit) {
                changed.await();
            }
            if (closed) {
                throw new IOException("The client has gone");
            }
            onTheWay += bytes;
            return new Room(bytes);
        } finally {
            lock.unlock();
        }
    }

    private void left(int bytes) {
        lock.lock();
        try {
            onTheWay -= bytes;
            sent++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many messages left so far: it grows while the client reads. */
    long sent() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is sent any more; whoever waits is told so. */
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
