package org.cofferdam.web.websocket;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Pings a client from time to time, and cuts the connection when it shows no sign of life for three intervals: neither does anything come
 * from it, nor does it take what is sent. A client that vanished without a word is noticed by nothing else.
 */
final class SignsOfLife {

    /** From the supplier: nobody would see a sign, since it is us who do not read. */
    static final long UNKNOWN = -1;

    private static final int PATIENCE = 3;

    private final Duration interval;
    private final LongSupplier progress;
    private final Runnable ping;
    private final Runnable whenGone;
    private final AtomicLong received = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * @param progress a number that changes when the client takes something, or {@link #UNKNOWN}
     * @param whenGone called once, on a thread of this
     */
    SignsOfLife(Duration interval, LongSupplier progress, Runnable ping, Runnable whenGone) {
        this.interval = interval;
        this.progress = progress;
        this.ping = ping;
        this.whenGone = whenGone;
    }

    void start() {
        Thread.ofVirtual().name("socket-heartbeat").start(this::run);
    }

    /** Something came from the client. */
    void seen() {
        received.incrementAndGet();
    }

    void stop() {
        over.countDown();
    }

    private void run() {
        try {
            long lastReceived = received.get();
            long lastProgress = progress.getAsLong();
            int silent = 0;
            while (!over.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                long nowReceived = received.get();
                long nowProgress = progress.getAsLong();
                boolean alive = nowReceived != lastReceived || nowProgress != lastProgress || nowProgress == UNKNOWN;
                silent = alive ? 0 : silent + 1;
                if (silent == PATIENCE) {
                    whenGone.run();
                    return;
                }
                lastReceived = nowReceived;
                lastProgress = nowProgress;
                ping.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
