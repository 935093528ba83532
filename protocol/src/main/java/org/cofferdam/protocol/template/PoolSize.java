package org.cofferdam.protocol.template;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * How many containers of a template wait ready made.
 *
 * @param min kept at all times, 0 to 1000
 * @param max up to which more are kept when they were used up, at least {@code min}; null for {@code min}
 * @param refillPerSecond started per second at most, 1 to 100; null for 2
 */
public record PoolSize(
        int min, @Nullable Integer max, @Nullable Integer refillPerSecond) {

    /** No pool. */
    public static final PoolSize NONE = new PoolSize(0, null, null);

    private static final int MOST = 1000;
    private static final int FASTEST = 100;
    private static final int USUAL_REFILL = 2;

    /** @throws SandboxException {@code invalid-value} */
    public PoolSize {
        if (min < 0 || min > MOST) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "pool.min is 0 to " + MOST);
        }
        if (max != null && (max < min || max > MOST)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "pool.max is pool.min to " + MOST);
        }
        if (refillPerSecond != null && (refillPerSecond < 1 || refillPerSecond > FASTEST)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "pool.refillPerSecond is 1 to " + FASTEST);
        }
    }

    public int most() {
        return max == null ? min : max;
    }

    public int refill() {
        return refillPerSecond == null ? USUAL_REFILL : refillPerSecond;
    }
}
