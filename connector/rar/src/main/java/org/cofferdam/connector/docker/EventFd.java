package org.cofferdam.connector.docker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An eventfd(2): a counter that one thread waits for and that the kernel counts up for us. */
@SuppressWarnings("restricted")
final class EventFd implements AutoCloseable {

    private static final int CLOSE_ON_EXEC = 0x80000; // EFD_CLOEXEC, O_CLOEXEC
    private static final int WRITE_ONLY = 1;

    private static final MethodHandle EVENTFD = function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle OPEN = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));

    private final int descriptor;

    EventFd() throws IOException {
        descriptor = (int) call(EVENTFD, 0, CLOSE_ON_EXEC);
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /** Lets the kernel count up when a cgroup (version 1) runs out of memory, until the cgroup goes. */
    void registerOom(MemoryCgroup cgroup) throws IOException {
        int oomControl = open(cgroup.oomControl(), CLOSE_ON_EXEC);
        try {
            int eventControl = open(cgroup.eventControl(), WRITE_ONLY | CLOSE_ON_EXEC);
            try {
                write(eventControl, (descriptor + " " + oomControl).getBytes(StandardCharsets.US_ASCII));
            } finally {
                call(CLOSE, eventControl);
            }
        } finally {
            call(CLOSE, oomControl);
        }
    }

    /** Blocks until it is counted up, and sets it to zero. */
    void await() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            call(READ, descriptor, arena.allocate(JAVA_LONG), JAVA_LONG.byteSize());
        }
    }

    /** Counts it up: ends an {@link #await}. */
    void signal() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            call(WRITE, descriptor, arena.allocateFrom(JAVA_LONG, 1), JAVA_LONG.byteSize());
        }
    }

    private static int open(Path path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(OPEN, arena.allocateFrom(path.toString()), flags);
        }
    }

    private static void write(int descriptor, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
            call(WRITE, descriptor, buffer, (long) bytes.length);
        }
    }

    private static long call(MethodHandle function, Object... arguments) throws IOException {
        Number result;
        try {
            result = (Number) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("Not callable", e);
        }
        if (result.longValue() < 0) {
            throw new IOException("A system call failed");
        }
        return result.longValue();
    }

    @Override
    public void close() throws IOException {
        call(CLOSE, descriptor);
    }
}
