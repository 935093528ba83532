package org.cofferdam.web.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * While an answer is not there yet, sends a space from time to time, which JSON allows: so the client and what lies between know that
 * somebody is at work, and we learn when the client has gone.
 */
public final class Heartbeat implements AutoCloseable {

    private final OutputStream out;
    private final Runnable whenGone;
    private final Duration interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private boolean over;

    private Heartbeat(OutputStream out, Runnable whenGone, Duration interval) {
        this.out = out;
        this.whenGone = whenGone;
        this.interval = interval;
    }

    /**
     * Begins.
     *
     * @param out written by nobody else until this is closed
     * @param whenGone called, on a thread of this, when the client has gone
     */
    public static Heartbeat start(OutputStream out, Runnable whenGone, Duration interval) {
        Heartbeat heartbeat = new Heartbeat(out, whenGone, interval);
        Thread.ofVirtual().name("heartbeat").start(heartbeat::run);
        return heartbeat;
    }

    private void run() {
        lock.lock();
        try {
            while (!waitOver()) {
                out.write(' ');
                out.flush();
            }
        } catch (IOException e) {
            whenGone.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this was closed before the interval was up. */
    private boolean waitOver() throws InterruptedException {
        long left = interval.toNanos();
        while (!over && left > 0) {
            left = stopped.awaitNanos(left);
        }
        return over;
    }

    /** From now on nothing is written; waits for what is being written. */
    @Override
    public void close() {
        lock.lock();
        try {
            over = true;
            stopped.signal();
        } finally {
            lock.unlock();
        }
    }
}
