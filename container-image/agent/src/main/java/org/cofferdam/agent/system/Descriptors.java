package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Open files by their number. Results below zero are minus errno; EINTR never shows. */
public final class Descriptors {

    public static final int O_CLOEXEC = 0x80000;
    public static final int O_NONBLOCK = 0x800;

    /** What a pipe holds where the kernel allows it (pipe(7), F_SETPIPE_SZ). */
    public static final int PIPE_BYTES = 256 << 10;

    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int EFD_CLOEXEC_NONBLOCK = O_CLOEXEC | O_NONBLOCK;

    private static final NativeCall READ = NativeCall.of("read");
    private static final NativeCall PREAD = NativeCall.of("pread");
    private static final NativeCall WRITE = NativeCall.of("write");
    private static final NativeCall CLOSE = NativeCall.of("close");
    private static final NativeCall PIPE2 = NativeCall.of("pipe2");
    private static final NativeCall FCNTL = NativeCall.of("fcntl");
    private static final NativeCall EVENTFD = NativeCall.of("eventfd");

    private Descriptors() {}

    /** Both ends of a pipe, closed on exec and blocking. */
    public record Pipe(int readEnd, int writeEnd) {}

    public static Pipe pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            PIPE2.require(ends.address(), O_CLOEXEC);
            return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
        }
    }

    /** Makes a pipe roomier; it works as it is when the kernel refuses. */
    public static void enlarge(int pipeEnd) {
        FCNTL.call(pipeEnd, F_SETPIPE_SZ, PIPE_BYTES);
    }

    public static void setNonBlocking(int fd) {
        FCNTL.require(fd, F_SETFL, FCNTL.require(fd, F_GETFL, 0) | O_NONBLOCK);
    }

    /** Another number for the same open file. */
    public static int duplicate(int fd) {
        return FCNTL.require(fd, F_DUPFD_CLOEXEC, 0);
    }

    /** Makes an eventfd readable. */
    public static void signal(int eventfd) {
        try (Arena arena = Arena.ofConfined()) {
            write(eventfd, arena.allocateFrom(ValueLayout.JAVA_LONG, 1), 0, Long.BYTES);
        }
    }

    public static int eventfd() {
        return EVENTFD.require(0, EFD_CLOEXEC_NONBLOCK);
    }

    /** Bytes read, 0 at the end, or minus errno. */
    public static int read(int fd, MemorySegment into, long offset, int length) {
        checkBounds(into, offset, length);
        int result;
        do {
            result = (int) READ.call(fd, into.address() + offset, length);
        } while (result == -Errno.EINTR);
        return result;
    }

    public static int pread(int fd, MemorySegment into, long offset, int length, long position) {
        checkBounds(into, offset, length);
        int result;
        do {
            result = (int) PREAD.call(fd, into.address() + offset, length, position);
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Reads until there is nothing more, or {@code most}; as {@link #read}, an exception instead of minus errno. */
    public static int readFully(int fd, MemorySegment into, int most) {
        int done = 0;
        while (done < most) {
            int count = READ.check(read(fd, into, done, most - done));
            if (count == 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    /** Bytes written, or minus errno. */
    public static int write(int fd, MemorySegment from, long offset, int length) {
        checkBounds(from, offset, length);
        int result;
        do {
            result = (int) WRITE.call(fd, from.address() + offset, length);
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Writes all of it to a descriptor that blocks. */
    public static void writeFully(int fd, MemorySegment from, long offset, int length) {
        int done = 0;
        while (done < length) {
            done += WRITE.check(write(fd, from, offset + done, length - done));
        }
    }

    public static void writeFully(int fd, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            writeFully(fd, CStrings.of(arena, bytes), 0, bytes.length);
        }
    }

    public static void close(int fd) {
        CLOSE.call(fd);
    }

    private static void checkBounds(MemorySegment segment, long offset, int length) {
        if (offset < 0 || length < 0 || offset + length > segment.byteSize()) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " of " + segment.byteSize());
        }
    }
}
