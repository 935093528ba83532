package org.cofferdam.agent.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.system.NativeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one process printed, both streams in order of arrival. A position is the number of bytes up to and including that byte.
 *
 * <p>The log lives in memory up to 16 KiB, then in files of a part of the retention each. When more than the retention is kept, the
 * oldest file goes, unless a lossless reader has still to read it; {@link #append} then says that the writer should pause. A log that keeps
 * the first output instead holds nobody back. Where the disk is full, output is dropped, and readers are told so like of output that is too old.
 *
 * <p>One thread at a time appends; any number of readers read, each in a thread of its own, without hindering the writer or each other.
 */
public final class EventLog {

    /** A buffer for {@link #append} begins with this many bytes that are the log's. */
    public static final int HEADER = Segment.HEADER;

    /** What is kept at least, however little was asked for. */
    public static final long RETENTION_FLOOR = 64 << 10;

    static final int MEMORY_BYTES = 16 << 10;

    private static final long SEGMENT_FLOOR = 8 << 10;
    private static final long SEGMENT_CEILING = 8 << 20;

    /** A log that is closed keeps no more than this in memory, as there may be a thousand of them. */
    private static final int IDLE_MEMORY_BYTES = 2 << 10;

    static final ValueLayout.OfInt LENGTH = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final String pathPrefix;
    private final long retention;
    private final long first;
    private final long segmentBytes;
    private volatile Runnable onRoom = () -> {};

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final List<LogReader> readers = new ArrayList<>();
    private int segmentsMade;
    private long end;
    private boolean paused;
    private boolean truncated;
    private boolean closed;

    /**
     * @param pathPrefix of its files, to which numbers are appended
     * @param retention bytes of output kept at most; of the last output not less than {@link #RETENTION_FLOOR}
     */
    public EventLog(String pathPrefix, long retention, Keep keep) {
        this.pathPrefix = pathPrefix;
        this.first = keep == Keep.FIRST ? retention : Long.MAX_VALUE;
        this.retention = Math.max(retention, RETENTION_FLOOR);
        this.segmentBytes = Math.clamp(this.retention / 8, SEGMENT_FLOOR, SEGMENT_CEILING);
    }

    /** Sets what is called, on a reader's thread, when there is room again after {@link #append} asked for a pause. */
    public void onRoom(Runnable resume) {
        onRoom = resume;
    }

    /** The most that one {@link #append} should bring. */
    public int appendLimit(int preferred) {
        return (int) Math.min(preferred, segmentBytes);
    }

    /**
     * Adds output.
     *
     * @param buffer whose bytes from {@link #HEADER} on are the output; those before it are overwritten
     * @return whether the writer should pause until there is room
     */
    public boolean append(int stream, MemorySegment buffer, int length) {
        int kept = Math.clamp(first - end, 0, length);
        boolean pause = kept > 0 && store(stream, buffer, kept);
        if (kept < length) {
            leaveOut(length - kept);
        }
        return pause;
    }

    /** Nobody is told before the end, when it is known how much it was. */
    private void leaveOut(int length) {
        lock.lock();
        try {
            end += length;
            drop(segments.getLast());
        } finally {
            lock.unlock();
        }
    }

    private boolean store(int stream, MemorySegment buffer, int length) {
        buffer.set(JAVA_BYTE, 0, (byte) stream);
        buffer.set(LENGTH, 1, length);
        int record = HEADER + length;
        Segment segment = segmentFor(record);
        boolean stored = segment.append(buffer, record);
        lock.lock();
        try {
            end += length;
            if (stored) {
                segment.publish(record);
            } else {
                drop(segment);
            }
            trim();
            wakeReaders();
            paused = first == Long.MAX_VALUE && laggard() <= end - retention;
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a line of the agent's own to stderr, where nothing else appends. */
    public void note(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MEMORY_BYTES / 2);
        try (NativeBuffer buffer = new NativeBuffer(HEADER + (long) length)) {
            MemorySegment.copy(bytes, 0, buffer.memory(), JAVA_BYTE, HEADER, length);
            append(2, buffer.memory(), length);
        }
    }

    /** The newest segment, or a new one when that is full; in a file unless it is the first and small. */
    private Segment segmentFor(int record) {
        Segment newest = segments.peekLast();
        if (newest != null && newest.inFile() && newest.stored() + record > segmentBytes) {
            newest.closeFile();
            newest = null;
        }
        if (newest == null) {
            newest = newSegment();
            lock.lock();
            try {
                segments.add(newest);
            } finally {
                lock.unlock();
            }
        }
        boolean small = segments.size() == 1 && newest.stored() + record <= MEMORY_BYTES;
        if (!small && !newest.inFile() && newest.moveToFile()) {
            lock.lock();
            try {
                newest.publishFile();
            } finally {
                lock.unlock();
            }
        }
        return newest;
    }

    private Segment newSegment() {
        return new Segment(end, pathPrefix + "." + segmentsMade++);
    }

    /** Notes that the output up to {@code end} could not be stored. */
    private void drop(Segment failed) {
        failed.closeFile();
        if (failed.stored() == 0) {
            segments.removeLast().delete();
        }
        segments.add(newSegment());
        truncated = true;
    }

    /** Drops the oldest segments while more than the retention is kept and no lossless reader needs them. */
    private void trim() {
        if (first != Long.MAX_VALUE) {
            return;
        }
        long needed = laggard();
        while (segments.size() > 1 && end - segments.getFirst().start > retention) {
            if (segments.getFirst().end() > needed) {
                return;
            }
            segments.removeFirst().delete();
            truncated = true;
        }
    }

    /** The position of the slowest lossless reader. */
    private long laggard() {
        long slowest = Long.MAX_VALUE;
        for (LogReader reader : readers) {
            if (reader.lossless()) {
                slowest = Math.min(slowest, reader.position());
            }
        }
        return slowest;
    }

    private void wakeReaders() {
        for (LogReader reader : readers) {
            reader.wake();
        }
    }

    /** No more output comes; readers see the end. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            settle();
            wakeReaders();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of file and memory when nobody writes or reads any more. */
    private void settle() {
        Segment newest = segments.peekLast();
        if (newest == null || !closed) {
            return;
        }
        if (readers.isEmpty() && !newest.inFile() && newest.stored() > IDLE_MEMORY_BYTES && newest.moveToFile()) {
            newest.publishFile();
        }
        newest.closeFile();
    }

    /** Frees what it holds; readers that are still there see the end early. */
    public void delete() {
        lock.lock();
        try {
            segments.forEach(Segment::delete);
            segments.clear();
            closed = true;
            wakeReaders();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Opens a reader; it must be closed.
     *
     * @param after position of the last byte not wanted
     * @param wake called, on the writer's thread, after {@link LogReader#read} said that there is nothing and there is something again
     */
    public LogReader open(long after, boolean lossless, Runnable wake) {
        lock.lock();
        try {
            LogReader reader = new LogReader(this, Math.min(after, end), lossless, wake);
            readers.add(reader);
            return reader;
        } finally {
            lock.unlock();
        }
    }

    /** Position of the last byte so far. */
    public long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody reads it. */
    public boolean hasReaders() {
        lock.lock();
        try {
            return !readers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes of output are kept. */
    public long kept() {
        lock.lock();
        try {
            Segment oldest = segments.peekFirst();
            return oldest == null ? 0 : Math.min(end, first) - oldest.start;
        } finally {
            lock.unlock();
        }
    }

    /** Whether some output is no longer kept. */
    public boolean truncated() {
        lock.lock();
        try {
            return truncated;
        } finally {
            lock.unlock();
        }
    }

    /** What a reader at {@code position} in {@code current} should read now. */
    Find find(long position, @Nullable Segment current, LogReader reader) {
        lock.lock();
        try {
            if (current != null && position < current.end()) {
                return new Find.Data(current, current.memory(), current.stored());
            }
            for (Segment segment : segments) {
                if (position < segment.start && first != Long.MAX_VALUE && !closed) {
                    break; // where the gap ends is not known yet
                }
                if (position < segment.start) {
                    return new Find.Gap(segment.start);
                }
                if (position < segment.end()) {
                    return new Find.Data(segment, segment.memory(), segment.stored());
                }
            }
            if (closed) {
                return new Find.End();
            }
            reader.arm();
            return new Find.Nothing();
        } finally {
            lock.unlock();
        }
    }

    void advance(LogReader reader, long position) {
        afterReader(() -> reader.moveTo(position));
    }

    void forget(LogReader reader) {
        afterReader(() -> {
            readers.remove(reader);
            settle();
        });
    }

    /** Lets a reader change, then the writer go on if that was what it waited for. */
    private void afterReader(Runnable change) {
        boolean resume;
        lock.lock();
        try {
            change.run();
            resume = paused && laggard() > end - retention;
            paused &= !resume;
        } finally {
            lock.unlock();
        }
        if (resume) {
            onRoom.run();
        }
    }
}
