package org.cofferdam.client;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connections to one terminal, one after the other: who types waits while one is mended. */
final class TerminalSockets {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable TerminalSocket current;
    private boolean closed;

    /** The connection of now; waits while there is none. */
    TerminalSocket require() {
        lock.lock();
        try {
            while (current == null && !closed) {
                changed.await();
            }
            if (current == null) {
                throw new IllegalStateException("The terminal has ended, or its connection is closed");
            }
            return current;
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the place of the one before, or null when there is none for now. */
    void set(@Nullable TerminalSocket next) {
        lock.lock();
        try {
            current = closed ? null : next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next != null && isClosed()) {
            next.close();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** There will be no other; again without effect. */
    void close() {
        TerminalSocket last;
        lock.lock();
        try {
            closed = true;
            last = current;
            current = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
    }
}
