package org.cofferdam.tests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How long something took, many times. */
record Samples(List<Duration> times, Duration total) {

    /** What is measured. */
    interface Work {
        void run() throws Exception;
    }

    /** Runs it until it is warm, then as often as wanted. */
    static Samples of(int warmUps, int runs, Work work) throws Exception {
        for (int i = 0; i < warmUps; i++) {
            work.run();
        }
        long begin = System.nanoTime();
        List<Duration> times = new ArrayList<>(runs);
        for (int i = 0; i < runs; i++) {
            times.add(time(work));
        }
        return new Samples(times, Duration.ofNanos(System.nanoTime() - begin));
    }

    static Duration time(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    Duration median() {
        return quantile(0.5);
    }

    Duration p99() {
        return quantile(0.99);
    }

    double perSecond() {
        return times.size() / (total.toNanos() / 1e9);
    }

    private Duration quantile(double part) {
        long[] sorted = times.stream().mapToLong(Duration::toNanos).sorted().toArray();
        int rank = (int) Math.ceil(part * sorted.length) - 1;
        return Duration.ofNanos(sorted[Math.clamp(rank, 0, sorted.length - 1)]);
    }

    static Samples ofNanos(long[] nanos, Duration total) {
        return new Samples(Arrays.stream(nanos).mapToObj(Duration::ofNanos).toList(), total);
    }
}
