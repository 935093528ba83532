package org.cofferdam.agent.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventLogTest {

    private static void nothing() {}

    @TempDir
    private Path directory = Path.of("");

    private final MemorySegment buffer = Arena.ofAuto().allocate(EventLog.HEADER + (200 << 10));
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream streams = new ByteArrayOutputStream();

    private EventLog log(long retention) {
        return new EventLog(directory.resolve("log").toString(), retention, Keep.LAST);
    }

    private boolean append(EventLog log, int stream, byte[] bytes) {
        MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, EventLog.HEADER, bytes.length);
        written.writeBytes(bytes);
        byte[] streamOfEach = new byte[bytes.length];
        Arrays.fill(streamOfEach, (byte) stream);
        streams.writeBytes(streamOfEach);
        return log.append(stream, buffer, bytes.length);
    }

    private boolean appendRandom(EventLog log, Random random, int most) {
        byte[] bytes = new byte[1 + random.nextInt(most)];
        random.nextBytes(bytes);
        return append(log, 1 + random.nextInt(2), bytes);
    }

    private String[] files() {
        String[] names = directory.toFile().list();
        return names == null ? new String[0] : names;
    }

    /** Takes so many bytes, and remembers them. */
    private static final class Collector implements LogSink {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ByteArrayOutputStream streams = new ByteArrayOutputStream();
        private long position;
        private long lost;
        private int room;

        Collector(long after) {
            position = after;
        }

        @Override
        public int room() {
            return room;
        }

        @Override
        public void output(int stream, long end, MemorySegment source, long offset, int length) {
            assertThat(end).isEqualTo(position + length);
            assertThat(length).isBetween(1, room);
            bytes.writeBytes(source.asSlice(offset, length).toArray(JAVA_BYTE));
            byte[] streamOfEach = new byte[length];
            Arrays.fill(streamOfEach, (byte) stream);
            streams.writeBytes(streamOfEach);
            position = end;
            room -= length;
        }

        @Override
        public void truncated(long from, long to) {
            assertThat(from).isEqualTo(position);
            assertThat(to).isGreaterThan(from);
            lost += to - from;
            position = to;
        }

        LogReader.Outcome take(LogReader reader, int most) {
            room = most;
            return reader.read(this);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 100_000, 300_000})
    void firstOutputIsKeptAndTheRestIsOneGapAtTheEnd(int kept) {
        EventLog log = new EventLog(directory.resolve("first").toString(), kept, Keep.FIRST);
        try (LogReader reader = log.open(0, true, EventLogTest::nothing)) {
            Collector seen = new Collector(0);
            Random random = new Random(kept);
            while (written.size() < 400_000) {
                assertThat(appendRandom(log, random, 9_000)).isFalse();
                assertThat(seen.take(reader, 1 << 20)).isEqualTo(LogReader.Outcome.NOTHING);
            }
            assertThat(seen.bytes.toByteArray()).isEqualTo(Arrays.copyOf(written.toByteArray(), kept));
            assertThat(seen.lost).isZero();
            log.close();
            assertThat(seen.take(reader, 1 << 20)).isEqualTo(LogReader.Outcome.END);
            assertThat(seen.bytes.size()).isEqualTo(kept);
            assertThat(seen.lost).isEqualTo(written.size() - kept);
            assertThat(log.end()).isEqualTo(written.size());
            assertThat(log.kept()).isEqualTo(kept);
            assertThat(log.truncated()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000, 60_000})
    void givesBackEveryByteFromAnyPosition(int most) {
        EventLog log = log(256 << 20);
        Random random = new Random(most);
        for (int i = 0; i < 300; i++) {
            appendRandom(log, random, most);
        }
        log.close();
        for (int i = 0; i < 30; i++) {
            int after = i == 0 ? 0 : random.nextInt(written.size() + 1);
            Collector collector = new Collector(after);
            try (LogReader reader = log.open(after, false, EventLogTest::nothing)) {
                while (collector.take(reader, 1 + random.nextInt(100_000)) != LogReader.Outcome.END) {
                    assertThat(collector.room).isZero();
                }
            }
            byte[] all = written.toByteArray();
            assertThat(collector.bytes.toByteArray()).isEqualTo(Arrays.copyOfRange(all, after, all.length));
            assertThat(collector.streams.toByteArray())
                    .isEqualTo(Arrays.copyOfRange(streams.toByteArray(), after, all.length));
        }
        log.delete();
        assertThat(files()).isEmpty();
    }

    @Test
    void littleOutputNeedsNoFile() {
        EventLog log = log(256 << 20);
        append(log, 1, new byte[1000]);
        log.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void closedLogLeavesMemoryWhenNobodyReadsIt() {
        EventLog log = log(256 << 20);
        append(log, 1, new byte[10_000]);
        LogReader reader = log.open(0, true, EventLogTest::nothing);
        log.close();
        assertThat(files()).isEmpty();
        reader.close();
        assertThat(files()).hasSize(1);
        Collector collector = new Collector(0);
        try (LogReader late = log.open(0, false, EventLogTest::nothing)) {
            assertThat(collector.take(late, 1 << 20)).isEqualTo(LogReader.Outcome.END);
        }
        assertThat(collector.bytes.size()).isEqualTo(10_000);
    }

    @Test
    void keepsNoMoreThanTheRetention() {
        EventLog log = log(1 << 20);
        Random random = new Random(3);
        while (written.size() < 5 << 20) {
            assertThat(appendRandom(log, random, 50_000)).isFalse();
        }
        log.close();
        assertThat(log.truncated()).isTrue();
        Collector collector = new Collector(0);
        try (LogReader reader = log.open(0, false, EventLogTest::nothing)) {
            assertThat(collector.take(reader, 10 << 20)).isEqualTo(LogReader.Outcome.END);
        }
        int kept = collector.bytes.size();
        assertThat(kept).isBetween(700 << 10, 1 << 20);
        assertThat(collector.lost).isEqualTo(written.size() - kept);
        assertThat(collector.bytes.toByteArray())
                .isEqualTo(Arrays.copyOfRange(written.toByteArray(), written.size() - kept, written.size()));
    }

    @Test
    void losslessReaderHoldsTheWriterBackAndLetsItGoOn() {
        EventLog log = log(100_000);
        AtomicInteger resumed = new AtomicInteger();
        log.onRoom(resumed::incrementAndGet);
        try (LogReader reader = log.open(0, true, EventLogTest::nothing)) {
            Random random = new Random(4);
            while (!appendRandom(log, random, 5_000)) {
                assertThat(written.size()).isLessThan(110_000);
            }
            Collector collector = new Collector(0);
            collector.take(reader, 1000);
            assertThat(resumed).hasValue(0);
            collector.take(reader, 50_000);
            assertThat(resumed).hasValue(1);
            assertThat(collector.lost).isZero();
        }
        assertThat(log.truncated()).isFalse();
    }

    @Test
    void readerThatGoesAwayLetsTheWriterGoOn() {
        EventLog log = log(100_000);
        AtomicInteger resumed = new AtomicInteger();
        log.onRoom(resumed::incrementAndGet);
        LogReader reader = log.open(0, true, EventLogTest::nothing);
        while (!append(log, 1, new byte[8_000])) {
            assertThat(resumed).hasValue(0);
        }
        reader.close();
        assertThat(resumed).hasValue(1);
    }

    @Test
    void outputThatFindsNoRoomOnDiskIsToldAsLost() {
        EventLog log = new EventLog(directory.resolve("no/such/directory/log").toString(), 1 << 20, Keep.LAST);
        byte[] first = new byte[10_000];
        new Random(5).nextBytes(first);
        append(log, 1, first);
        for (int i = 0; i < 20; i++) {
            append(log, 2, new byte[10_000]);
        }
        log.close();
        Collector collector = new Collector(0);
        try (LogReader reader = log.open(0, false, EventLogTest::nothing)) {
            assertThat(collector.take(reader, 1 << 20)).isEqualTo(LogReader.Outcome.END);
        }
        assertThat(collector.bytes.toByteArray()).startsWith(first);
        assertThat(collector.bytes.size() + collector.lost).isEqualTo(210_000);
        assertThat(log.truncated()).isTrue();
    }

    @Test
    void readersAreWokenAndSeeEverything() throws Exception {
        EventLog log = log(64 << 20);
        Collector[] collectors = new Collector[4];
        Thread[] threads = new Thread[collectors.length];
        for (int i = 0; i < threads.length; i++) {
            Collector collector = new Collector(0);
            collectors[i] = collector;
            boolean lossless = i % 2 == 0;
            threads[i] = Thread.ofPlatform().start(() -> follow(log, collector, lossless));
        }
        Random random = new Random(6);
        for (int i = 0; i < 2_000; i++) {
            appendRandom(log, random, 5_000);
        }
        log.close();
        for (Thread thread : threads) {
            thread.join();
        }
        for (Collector collector : collectors) {
            assertThat(Arrays.equals(collector.bytes.toByteArray(), written.toByteArray()))
                    .isTrue();
            assertThat(Arrays.equals(collector.streams.toByteArray(), streams.toByteArray()))
                    .isTrue();
        }
    }

    private static void follow(EventLog log, Collector collector, boolean lossless) {
        Semaphore woken = new Semaphore(0);
        try (LogReader reader = log.open(0, lossless, woken::release)) {
            LogReader.Outcome outcome = collector.take(reader, 30_000);
            while (outcome != LogReader.Outcome.END) {
                if (outcome == LogReader.Outcome.NOTHING) {
                    woken.acquireUninterruptibly();
                }
                outcome = collector.take(reader, 30_000);
            }
        }
    }
}
