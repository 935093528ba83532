package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library whose parameters are integers and pointers. All are called through one method handle of seven words, since
 * each further shape costs milliseconds at start: on x86-64 and aarch64 a callee ignores the registers of arguments that it does not take,
 * and the upper half of those that are {@code int}.
 */
final class NativeCall {

    /** The size of a pointer. */
    static final long WORD = ADDRESS.byteSize();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SEVEN_WORDS = sevenWords();
    private static final ThreadLocal<MemorySegment> ERRNO =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private final String name;
    private final MemorySegment address;

    private NativeCall(String name, MemorySegment address) {
        this.name = name;
        this.address = address;
    }

    static NativeCall of(String name) {
        return new NativeCall(name, LINKER.defaultLookup().findOrThrow(name));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle sevenWords() {
        return LINKER.downcallHandle(
                FunctionDescriptor.of(
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.captureCallState("errno"));
    }

    String name() {
        return name;
    }

    /** The bare result: what a function returns that does not set errno, or a pointer. */
    long raw(long a, long b, long c, long d, long e, long f, long g) {
        return invoke(ERRNO.get(), a, b, c, d, e, f, g);
    }

    /** The result, or minus errno. */
    long call(long a, long b, long c, long d, long e, long f, long g) {
        MemorySegment errno = ERRNO.get();
        long result = invoke(errno, a, b, c, d, e, f, g);
        return (int) result == -1 ? -errno.get(JAVA_INT, 0) : result;
    }

    private long invoke(MemorySegment errno, long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) SEVEN_WORDS.invokeExact(address, errno, a, b, c, d, e, f, g);
        } catch (Throwable impossible) {
            throw new AssertionError(name, impossible);
        }
    }

    long call() {
        return call(0, 0, 0, 0, 0, 0, 0);
    }

    long call(long a) {
        return call(a, 0, 0, 0, 0, 0, 0);
    }

    long call(long a, long b) {
        return call(a, b, 0, 0, 0, 0, 0);
    }

    long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0, 0);
    }

    long call(long a, long b, long c, long d) {
        return call(a, b, c, d, 0, 0, 0);
    }

    long call(long a, long b, long c, long d, long e) {
        return call(a, b, c, d, e, 0, 0);
    }

    /** A pointer that is not null, or an exception. */
    long pointer(long a) {
        MemorySegment errno = ERRNO.get();
        long result = invoke(errno, a, 0, 0, 0, 0, 0, 0);
        if (result == 0) {
            throw new SystemCallException(name, errno.get(JAVA_INT, 0));
        }
        return result;
    }

    /** A non-negative int, or an exception. */
    int require(long a, long b, long c, long d) {
        return check(call(a, b, c, d, 0, 0, 0));
    }

    int require(long a, long b, long c) {
        return check(call(a, b, c));
    }

    int require(long a, long b) {
        return check(call(a, b));
    }

    int check(long result) {
        if (result < 0) {
            throw new SystemCallException(name, (int) -result);
        }
        return (int) result;
    }
}
