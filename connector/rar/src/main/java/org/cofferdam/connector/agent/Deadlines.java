package org.cofferdam.connector.agent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches any number of deadlines with one virtual thread. A connection is watched for as long as it is open and moves its deadline
 * with every use, which costs one volatile write: the thread sleeps until the earliest deadline that it knew of, and is woken only for one
 * that is earlier still.
 */
public final class Deadlines implements AutoCloseable {

    private static final long ORIGIN = System.nanoTime();

    private final Set<Expiring> watched = ConcurrentHashMap.newKeySet();
    private volatile long wakesAt = Expiring.NEVER;
    private volatile boolean closed;
    private volatile @Nullable Thread watcher;

    /** Milliseconds on a clock that only goes forward. */
    static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ORIGIN);
    }

    /** The time that is so many milliseconds ahead; {@link Expiring#NEVER} stays what it is. */
    static long in(long millis) {
        return millis == Expiring.NEVER ? Expiring.NEVER : now() + millis;
    }

    void watch(Expiring expiring) {
        watched.add(expiring);
        if (watcher == null) {
            startWatcher();
        }
        moved(expiring.expiresAt());
    }

    void unwatch(Expiring expiring) {
        watched.remove(expiring);
    }

    /** To be called after a deadline has become {@code expiresAt}. */
    void moved(long expiresAt) {
        if (expiresAt < wakesAt) {
            LockSupport.unpark(watcher);
        }
    }

    private synchronized void startWatcher() {
        if (watcher == null && !closed) {
            watcher = Thread.ofVirtual().name("cofferdam-deadlines").start(this::run);
        }
    }

    private void run() {
        while (!closed) {
            wakesAt = Expiring.NEVER; // whoever moves a deadline from here on wakes us
            long earliest = expireDue();
            wakesAt = earliest;
            if (earliest == Expiring.NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(Math.max(1, earliest - now())));
            }
        }
    }

    private long expireDue() {
        long now = now();
        long earliest = Expiring.NEVER;
        for (Expiring expiring : watched) {
            long at = expiring.expiresAt();
            if (at <= now) {
                expiring.expire(at);
            } else {
                earliest = Math.min(earliest, at);
            }
        }
        return earliest;
    }

    /** Ends the watch; what is still open has no deadline any more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }
}
