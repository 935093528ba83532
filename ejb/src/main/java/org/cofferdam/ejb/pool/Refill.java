package org.cofferdam.ejb.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.cofferdam.protocol.template.PoolSize;
import org.jspecify.annotations.Nullable;

/**
 * How many containers of one template are to be ready, and how fast they are started.
 *
 * <ul>
 *   <li>The target is the pool's minimum. When a sandbox found none, or all that were ready are used up, it doubles, to the maximum at
 *       most; each {@link #CALM} without that takes one away again.
 *   <li>Starts come no faster than the pool's rate, and only {@value #STARTS_AT_ONCE} are under way at once. After one that failed there is a pause, longer with each that fails in a row.
 * </ul>
 */
final class Refill {

    static final Duration CALM = Duration.ofMinutes(1);

    private static final int STARTS_AT_ONCE = 4;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private int target;
    private boolean filled;
    private boolean growing;
    private boolean missed;
    private Instant calmSince;
    private double allowance;
    private Instant allowedAt;
    private Duration pause = Duration.ZERO;
    private Instant pausedUntil = Instant.MIN;
    private @Nullable String failure;

    Refill(InstantSource clock) {
        this.clock = clock;
        calmSince = clock.instant();
        allowedAt = calmSince;
        allowance = 1;
    }

    /**
     * How many to start now.
     *
     * @param ready that wait for a sandbox
     * @param starting that were started and are not ready yet
     */
    synchronized int starts(PoolSize size, int ready, int starting) {
        Instant now = clock.instant();
        aim(size, ready, now);
        allowance = Math.min(size.refill(), allowance + size.refill() * seconds(allowedAt, now));
        allowedAt = now;
        if (now.isBefore(pausedUntil)) {
            return 0;
        }
        int missing = Math.min(target - ready, STARTS_AT_ONCE) - starting;
        int starts = Math.clamp(missing, 0, (int) allowance);
        allowance -= starts;
        return starts;
    }

    private void aim(PoolSize size, int ready, Instant now) {
        target = Math.clamp(target, size.min(), size.most());
        boolean usedUp = filled && ready == 0;
        if (usedUp || (missed && !growing)) {
            target *= 2;
            growing = true;
            filled = false;
            calmSince = now;
        } else if (!now.isBefore(calmSince.plus(CALM))) {
            target--;
            calmSince = now;
        }
        target = Math.clamp(target, size.min(), size.most());
        if (ready > 0 && ready >= target) {
            filled = true;
            growing = false;
        }
        missed = false;
    }

    /** A sandbox found none. */
    synchronized void missed() {
        missed = true;
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
    }

    synchronized int target() {
        return target;
    }

    synchronized void succeeded() {
        pause = Duration.ZERO;
        failure = null;
    }

    synchronized void failed(String reason) {
        Duration longer = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        pausedUntil = clock.instant().plus(pause);
        failure = reason;
    }

    /** Why the last start failed, or null. */
    synchronized @Nullable String failure() {
        return failure;
    }
}
