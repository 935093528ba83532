package org.cofferdam.agent.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.file.PathText;

/** The lines of an open file, one after the other, in memory that does not grow with the file. */
final class LineReader implements AutoCloseable {

    static final int LONGEST_LINE = 1 << 20;

    private static final int READ_BYTES = 64 << 10;

    /** As git does it: a NUL in the first 8000 bytes. */
    private static final int TELLING_BYTES = 8000;

    private final int fd;
    private final NativeBuffer transfer = new NativeBuffer(READ_BYTES);
    private byte[] bytes = new byte[READ_BYTES];
    private int filled;
    private int from;
    private int to;
    private int next;
    private long position;
    private boolean tooLong;

    /** @param fd which this does not close */
    LineReader(int fd) {
        this.fd = fd;
    }

    /** Whether it looks like no text; to be asked before the first line. */
    boolean isBinary() {
        fill();
        for (int i = 0; i < Math.min(filled, TELLING_BYTES); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the next line; false behind the last one, and before one that is too long. */
    boolean next() {
        from = next;
        int scanned = from;
        while (true) {
            for (int i = scanned; i < filled; i++) {
                if (bytes[i] == '\n') {
                    to = i;
                    next = i + 1;
                    return true;
                }
            }
            scanned = filled - from;
            if (scanned >= LONGEST_LINE) {
                tooLong = true;
                return false;
            }
            if (!fill()) {
                to = filled;
                next = filled;
                return to > from;
            }
        }
    }

    /** Whether it broke off before a line over {@link #LONGEST_LINE}. */
    boolean tooLong() {
        return tooLong;
    }

    /** How much was read so far. */
    long position() {
        return position;
    }

    private boolean fill() {
        System.arraycopy(bytes, from, bytes, 0, filled - from);
        filled -= from;
        next -= from;
        from = 0;
        if (bytes.length - filled < READ_BYTES) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int count = Descriptors.pread(fd, transfer.memory(), 0, READ_BYTES, position);
        if (count < 0) {
            throw new SystemCallException("read", -count);
        }
        MemorySegment.copy(transfer.memory(), JAVA_BYTE, 0, bytes, filled, count);
        filled += count;
        position += count;
        return count > 0;
    }

    /** Where the line, without what ends it, first has these bytes; -1 for nowhere. */
    int indexOf(byte[] wanted) {
        int last = end() - wanted.length;
        for (int i = from; i <= last; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i - from;
            }
        }
        return -1;
    }

    /** The line's text, without what ends it. */
    String text() {
        return text(end() - from);
    }

    /** The text of the line's first bytes. */
    String text(int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                return PathText.of(Arrays.copyOfRange(bytes, from, from + length));
            }
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    /** The line as it is, with what ends it. */
    byte[] whole() {
        return Arrays.copyOfRange(bytes, from, next);
    }

    /** What ends the line: a line feed, one with a carriage return before it, or nothing. */
    byte[] terminator() {
        return Arrays.copyOfRange(bytes, end(), next);
    }

    private int end() {
        return next > to && to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    }

    @Override
    public void close() {
        transfer.close();
    }
}
