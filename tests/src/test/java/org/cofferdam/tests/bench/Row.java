package org.cofferdam.tests.bench;

import java.time.Duration;
import java.util.Locale;

/** One line of the table. */
record Row(String what, String p50, String p99, String more, String aim) {

    static Row of(String what, Samples samples, String more, String aim) {
        return new Row(what, millis(samples.median()), millis(samples.p99()), more, aim);
    }

    static Row ofValue(String what, String value, String aim) {
        return new Row(what, "", "", value, aim);
    }

    static String millis(Duration time) {
        double millis = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 100 ? "%.2f ms" : "%.0f ms", millis);
    }

    String text() {
        return "| %-52s | %10s | %10s | %-34s | %-24s |".formatted(what, p50, p99, more, aim);
    }
}
