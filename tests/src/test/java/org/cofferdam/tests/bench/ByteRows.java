package org.cofferdam.tests.bench;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.cofferdam.client.Channel;
import org.cofferdam.client.ChannelProcess;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.process.ProcessEvent;

/** Rows about bytes on their way. */
final class ByteRows implements AutoCloseable {

    private static final long HUNDRED_MEGABYTES = 100_000_000L;
    private static final long GIGABYTE = 1_000_000_000L;

    /** bash tells the time when it prints; client and sandbox share a clock. */
    private static final String CLOCK = "for i in {1..600}; do echo $EPOCHREALTIME; sleep 0.004; done";

    private final Sandbox sandbox;

    ByteRows(Cofferdam cofferdam) {
        sandbox = cofferdam.sandbox("bench-" + UUID.randomUUID());
    }

    Row lineToEvent() {
        try (ExecStream stream = sandbox.execStream(CLOCK)) {
            return Row.of("line printed to event at the client", latencies(stream), "", "1 ms");
        }
    }

    Row lineToChannelEvent() {
        try (Channel channel = sandbox.channel();
                ExecStream stream = channel.execStream(CLOCK)) {
            return Row.of("line printed to event over a channel", latencies(stream), "", "1 ms");
        }
    }

    /** From a line written to the standard input of {@code cat} to its event. */
    Row typedLine() throws Exception {
        try (Channel channel = sandbox.channel()) {
            ChannelProcess cat = channel.start(Command.of("cat").openStdin());
            try (ExecStream events = cat.events()) {
                events.next();
                Samples samples = Samples.of(300, 600, () -> {
                    cat.writeStdin("a line\n");
                    events.next();
                });
                cat.closeStdin();
                return Row.of("typed line to its echo over a channel", samples, "", "");
            }
        }
    }

    /** How long lines took that tell the time when they were printed. */
    private static Samples latencies(ExecStream stream) {
        List<Duration> times = new ArrayList<>();
        for (ProcessEvent event : stream) {
            if (event instanceof ProcessEvent.Output output) {
                Instant arrived = Instant.now();
                String line = new String(output.bytes(), StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .orElseThrow();
                long printed =
                        new BigDecimal(line.replace(',', '.')).movePointRight(6).longValueExact();
                times.add(Duration.between(Instant.EPOCH.plusNanos(printed * 1_000), arrived));
            }
        }
        return new Samples(times.subList(times.size() / 6, times.size()), Duration.ZERO);
    }

    Row hundredMegabytes() throws Exception {
        Samples samples = Samples.of(3, 8, () -> read(sandbox.execStream(text(HUNDRED_MEGABYTES)), HUNDRED_MEGABYTES));
        return Row.of("100 MB of stdout, streamed", samples, rate(HUNDRED_MEGABYTES, samples.median()), "500 ms");
    }

    Row hundredMegabytesByChannel() throws Exception {
        try (Channel channel = sandbox.channel()) {
            Samples samples =
                    Samples.of(3, 8, () -> read(channel.execStream(text(HUNDRED_MEGABYTES)), HUNDRED_MEGABYTES));
            String rate = rate(HUNDRED_MEGABYTES, samples.median());
            return Row.of("100 MB of stdout over a channel", samples, rate, "500 ms");
        }
    }

    Row hundredMegabytesInOneAnswer() throws Exception {
        Samples samples = Samples.of(2, 5, () -> {
            int length = sandbox.exec(text(HUNDRED_MEGABYTES)).stdoutBytes().length;
            requireLength(HUNDRED_MEGABYTES, length);
        });
        String rate = rate(HUNDRED_MEGABYTES, samples.median());
        return Row.of("100 MB of stdout in one answer", samples, rate, "");
    }

    Row gigabyte() throws Exception {
        long before = Memory.serverKilobytes();
        Samples samples = Samples.of(0, 2, () -> read(sandbox.execStream(text(GIGABYTE)), GIGABYTE));
        long grown = Math.max(0, Memory.serverKilobytes() - before) >> 10;
        String more = rate(GIGABYTE, samples.median()) + ", server grew by " + grown + " MB";
        return Row.of("1 GB of stdout, streamed", samples, more, "bounded memory");
    }

    Row fileRoundTrip() throws Exception {
        byte[] bytes = new byte[10_000_000];
        new Random(1).nextBytes(bytes);
        Samples samples = Samples.of(15, 40, () -> {
            sandbox.files().write("bench.bin", bytes);
            if (!Arrays.equals(sandbox.files().read("bench.bin"), bytes)) {
                throw new IllegalStateException("The file differs");
            }
        });
        return Row.of("10 MB file written and read back", samples, "", "50 ms");
    }

    private static void read(ExecStream opened, long length) {
        long seen = 0;
        try (ExecStream stream = opened) {
            for (ProcessEvent event : stream) {
                if (event instanceof ProcessEvent.Output output) {
                    seen += output.bytes().length;
                }
            }
        }
        requireLength(length, seen);
    }

    private static void requireLength(long expected, long seen) {
        if (seen != expected) {
            throw new IllegalStateException(seen + " bytes instead of " + expected);
        }
    }

    private static String text(long length) {
        return "yes 'The quick brown fox jumps over the lazy dog 0123456789' | head -c " + length;
    }

    private static String rate(long bytes, Duration time) {
        return String.format(Locale.ROOT, "%.0f MB/s", bytes / 1e6 / (time.toNanos() / 1e9));
    }

    @Override
    public void close() {
        sandbox.destroy();
    }
}
