package org.cofferdam.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.cofferdam.protocol.error.SandboxException;

/** How long to wait before trying again: not at all at first, then doubling up to a second, until a time without progress has passed. */
final class Backoff {

    private static final long FIRST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 1_000;

    private final Duration limit;
    private long failingSince;
    private int failures;

    /** @param limit the longest time without progress */
    Backoff(Duration limit) {
        this.limit = limit;
    }

    void progress() {
        failures = 0;
    }

    /**
     * Waits until it is time to try again.
     *
     * @throws SandboxException when the limit has passed and that is what the server kept answering
     * @throws ConnectionException when the limit has passed, or when interrupted
     */
    void pause(IOException cause) {
        long now = System.nanoTime();
        if (failures++ == 0) {
            failingSince = now;
            return;
        }
        if (now - failingSince > limit.toNanos()) {
            if (cause.getCause() instanceof SandboxException answer) {
                throw answer;
            }
            throw new ConnectionException("Gave up after " + limit + " without progress: " + cause.getMessage(), cause);
        }
        try {
            long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 2, 10));
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        }
    }
}
