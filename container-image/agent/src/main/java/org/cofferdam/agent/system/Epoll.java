package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Waits for many descriptors (epoll(7)). One thread waits; any may add and remove. */
public final class Epoll {

    public static final int IN = 1;
    public static final int OUT = 4;

    /** Told in any case, as {@link #HANGUP}; to be asked for where nothing else is. */
    public static final int ERROR = 8;

    public static final int HANGUP = 0x10;

    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;
    private static final int BATCH = 64;

    /** {@code struct epoll_event} is packed on x86-64 and only there. */
    private static final int ENTRY = Machine.current() == Machine.X86_64 ? 12 : 16;

    private static final int DATA = ENTRY - 8;

    private static final NativeCall CREATE = NativeCall.of("epoll_create1");
    private static final NativeCall CTL = NativeCall.of("epoll_ctl");
    private static final NativeCall WAIT = NativeCall.of("epoll_wait");

    private final int fd = CREATE.require(Descriptors.O_CLOEXEC, 0);
    private final MemorySegment events = Arena.ofAuto().allocate((long) BATCH * ENTRY, 8);

    /** Watches {@code target} for input and hang-up; {@code token} comes back with each event. */
    public void add(int target, long token) {
        change(target, token, 0, IN);
    }

    /** Watches {@code target} for other events than before; 0 is for not at all. */
    public void change(int target, long token, int before, int now) {
        if (before == now) {
            return;
        }
        if (now == 0) {
            remove(target);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(ENTRY, 8);
            event.set(JAVA_INT, 0, now);
            event.set(JAVA_LONG_UNALIGNED, DATA, token);
            CTL.require(fd, before == 0 ? CTL_ADD : CTL_MOD, target, event.address());
        }
    }

    public void remove(int target) {
        CTL.call(fd, CTL_DEL, target, 0);
    }

    /** Blocks until something happened; how many events there are. */
    public int await() {
        long count;
        do {
            count = WAIT.call(fd, events.address(), BATCH, -1);
        } while (count == -Errno.EINTR);
        return WAIT.check(count);
    }

    public boolean hungUp(int index) {
        return (events.get(JAVA_INT_UNALIGNED, (long) index * ENTRY) & (ERROR | HANGUP)) != 0;
    }

    public long token(int index) {
        return events.get(JAVA_LONG_UNALIGNED, (long) index * ENTRY + DATA);
    }

    public void close() {
        Descriptors.close(fd);
    }
}
