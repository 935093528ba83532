package org.cofferdam.agent.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a log: records of {@code u8 stream | u32 length | bytes}, in memory or in a file. One thread appends; what it has appended
 * becomes visible to readers by {@link #publish} under the log's lock.
 */
final class Segment {

    /** Bytes before the output in each record. */
    static final int HEADER = 5;

    private static final byte[] NOTHING = {};

    /** Position of the byte before its first. */
    final long start;

    private final String path;
    private byte[] memory = NOTHING;
    private int fd = -1;
    private boolean inFile;

    private long output;
    private long stored;

    Segment(long start, String path) {
        this.start = start;
        this.path = path;
    }

    /** Position of its last byte; what readers may see. */
    long end() {
        return start + output;
    }

    /** Bytes including headers; what readers may see. */
    long stored() {
        return stored;
    }

    /** The array that holds {@link #stored} bytes at least, or null when they are in the file. */
    byte @Nullable [] memory() {
        return inFile ? null : memory;
    }

    String path() {
        return path;
    }

    /** Stores one whole record; false when there is no space for it. */
    boolean append(MemorySegment record, int length) {
        if (inFile) {
            return appendToFile(record, length);
        }
        int needed = (int) stored + length;
        if (needed > EventLog.MEMORY_BYTES) {
            return false;
        }
        if (needed > memory.length) {
            memory = Arrays.copyOf(memory, Math.max(needed, Math.min(memory.length * 2, EventLog.MEMORY_BYTES)));
        }
        MemorySegment.copy(record, JAVA_BYTE, 0, memory, (int) stored, length);
        return true;
    }

    private boolean appendToFile(MemorySegment record, int length) {
        try {
            Descriptors.writeFully(fd, record, 0, length);
            return true;
        } catch (SystemCallException e) {
            return false;
        }
    }

    void publish(int recordLength) {
        stored += recordLength;
        output += recordLength - HEADER;
    }

    /** Opens its file, moving there what is in memory; false when that is impossible. */
    boolean moveToFile() {
        try (Arena arena = Arena.ofConfined()) {
            fd = FileCalls.open(pathBytes(), FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_TRUNC, 0600);
            if (stored > 0) {
                MemorySegment copy = arena.allocate(stored);
                MemorySegment.copy(memory, 0, copy, JAVA_BYTE, 0, (int) stored);
                Descriptors.writeFully(fd, copy, 0, (int) stored);
            }
            return true;
        } catch (SystemCallException e) {
            closeFile();
            FileCalls.unlink(pathBytes());
            return false;
        }
    }

    /** Tells readers that the file is complete now; under the log's lock. */
    void publishFile() {
        inFile = true;
        memory = NOTHING;
    }

    boolean inFile() {
        return inFile;
    }

    void closeFile() {
        if (fd >= 0) {
            Descriptors.close(fd);
            fd = -1;
        }
    }

    void delete() {
        closeFile();
        if (inFile) {
            FileCalls.unlink(pathBytes());
        }
    }

    private byte[] pathBytes() {
        return path.getBytes(StandardCharsets.UTF_8);
    }
}
