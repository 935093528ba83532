package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Waits for a few descriptors at once (poll(2)); for one thread at a time. */
public final class Readiness {

    public static final int IN = 1;
    public static final int OUT = 4;
    public static final int ERROR = 8;
    public static final int HANGUP = 0x10;
    public static final int PEER_CLOSED = 0x2000;

    private static final NativeCall POLL = NativeCall.of("poll");
    private static final int ENTRY = 8;

    private final MemorySegment entries;

    public Readiness(Arena arena, int size) {
        entries = arena.allocate((long) size * ENTRY, 8);
    }

    /** What slot {@code index} waits for; a negative descriptor switches it off. */
    public void watch(int index, int fd, int events) {
        entries.set(JAVA_INT, (long) index * ENTRY, fd);
        entries.set(JAVA_SHORT, (long) index * ENTRY + 4, (short) events);
        entries.set(JAVA_SHORT, (long) index * ENTRY + 6, (short) 0);
    }

    /** Waits until a slot is ready; false when the time has passed. Negative is for ever. */
    public boolean await(int slots, long timeoutMillis) {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        long left = timeoutMillis;
        while (true) {
            long ready = POLL.call(entries.address(), slots, Math.min(left, Integer.MAX_VALUE));
            if (ready != -Errno.EINTR) {
                return POLL.check(ready) > 0;
            }
            if (timeoutMillis >= 0) {
                left = Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
            }
        }
    }

    /** What is so at slot {@code index}: 0 for nothing. */
    public int ready(int index) {
        return entries.get(JAVA_SHORT, (long) index * ENTRY + 6);
    }
}
