package org.cofferdam.tests.stage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again until a deadline. */
public final class Await {

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private Await() {}

    /** The first value that is as wanted. Exceptions of the last look are the cause when none came. */
    public static <T> T until(String what, Duration limit, Supplier<T> look, Predicate<? super T> wanted) {
        long deadline = System.nanoTime() + limit.toNanos();
        Object last;
        do {
            try {
                T value = look.get();
                if (wanted.test(value)) {
                    return value;
                }
                last = value;
            } catch (RuntimeException e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() < deadline);
        AssertionError error = new AssertionError(what + " not within " + limit + "; last seen: " + last);
        if (last instanceof RuntimeException cause) {
            error.initCause(cause);
        }
        throw error;
    }

    /** As {@link #until(String, Duration, Supplier, Predicate)} for a condition. */
    public static void until(String what, Duration limit, Supplier<Boolean> condition) {
        until(what, limit, condition, met -> met);
    }
}
