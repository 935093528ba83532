package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The kernel's reports about directories (inotify(7)); reading is for one thread. */
public final class Inotify implements AutoCloseable {

    public static final int MODIFY = 0x2;
    public static final int ATTRIB = 0x4;
    public static final int MOVED_FROM = 0x40;
    public static final int MOVED_TO = 0x80;
    public static final int CREATE = 0x100;
    public static final int DELETE = 0x200;
    public static final int DELETE_SELF = 0x400;
    public static final int MOVE_SELF = 0x800;
    public static final int OVERFLOW = 0x4000;
    public static final int IGNORED = 0x8000;
    public static final int ONLY_DIRECTORY = 0x1000000;
    public static final int DO_NOT_FOLLOW = 0x2000000;
    public static final int EXCLUDE_UNLINKED = 0x4000000;
    public static final int IS_DIRECTORY = 0x40000000;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int HEADER = 16;

    private static final NativeCall INIT = NativeCall.of("inotify_init1");
    private static final NativeCall ADD = NativeCall.of("inotify_add_watch");
    private static final NativeCall REMOVE = NativeCall.of("inotify_rm_watch");

    private final int fd = INIT.require(Descriptors.O_CLOEXEC | Descriptors.O_NONBLOCK, 0);
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES, 8);

    /**
     * One report.
     *
     * @param watch of the directory that it is about
     * @param cookie joins the two reports of a move
     * @param name of the entry in the directory; empty for the directory itself
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Report(int watch, int mask, int cookie, byte[] name) {

        public boolean is(int bits) {
            return (mask & bits) != 0;
        }
    }

    public int descriptor() {
        return fd;
    }

    /** Watches a directory; the same one always gets the same number. Minus errno when it cannot be watched. */
    public int add(byte[] path, int mask) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) ADD.call(fd, CStrings.of(arena, path).address(), mask);
        }
    }

    public void remove(int watch) {
        REMOVE.call(fd, watch);
    }

    /** Puts what there is now behind {@code reports}; false when there is nothing. */
    public boolean read(List<Report> reports) {
        int length = Descriptors.read(fd, buffer, 0, BUFFER_BYTES);
        int at = 0;
        while (at < length) {
            int nameBytes = buffer.get(JAVA_INT, at + 12L);
            reports.add(new Report(
                    buffer.get(JAVA_INT, at),
                    buffer.get(JAVA_INT, at + 4L),
                    buffer.get(JAVA_INT, at + 8L),
                    name(at + HEADER, nameBytes)));
            at += HEADER + nameBytes;
        }
        return length > 0;
    }

    private byte[] name(int offset, int padded) {
        int length = 0;
        while (length < padded && buffer.get(JAVA_BYTE, offset + (long) length) != 0) {
            length++;
        }
        return buffer.asSlice(offset, length).toArray(JAVA_BYTE);
    }

    /** Waits for a report for a time. */
    public boolean await(long millis) {
        try (Arena arena = Arena.ofConfined()) {
            Readiness readiness = new Readiness(arena, 1);
            readiness.watch(0, fd, Readiness.IN);
            return readiness.await(1, millis);
        }
    }

    @Override
    public void close() {
        Descriptors.close(fd);
    }
}
