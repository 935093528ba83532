package org.cofferdam.agent;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what nothing reports. */
public final class Deadline {

    private static final Duration TIME = Duration.ofSeconds(20);

    private Deadline() {}

    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIME.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not so within " + TIME);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
