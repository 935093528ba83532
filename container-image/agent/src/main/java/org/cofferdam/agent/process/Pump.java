package org.cofferdam.agent.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.system.Diagnostics;
import org.cofferdam.agent.system.Epoll;

/** The thread that reads what all processes print. */
public final class Pump implements Runnable {

    /** The most that is read at once. */
    static final int READ_BYTES = 128 << 10;

    /** Something with a descriptor to read from. */
    public interface Source {

        int descriptor();

        /** Called on the pump's thread when there is input or a hang-up; must not block. */
        void readable(MemorySegment buffer);
    }

    private final Epoll epoll = new Epoll();
    private final AtomicLong tokens = new AtomicLong();
    private final ConcurrentMap<Long, Source> sources = new ConcurrentHashMap<>();
    private final Leftovers leftovers = new Leftovers();

    private static final ThreadLocal<MemorySegment> BUFFER = ThreadLocal.withInitial(Pump::buffer);

    /** The calling thread's own buffer, which fits {@link EventLog#append}. */
    public static MemorySegment threadBuffer() {
        return BUFFER.get();
    }

    private static MemorySegment buffer() {
        return Arena.ofAuto().allocate(EventLog.HEADER + (long) READ_BYTES);
    }

    Leftovers leftovers() {
        return leftovers;
    }

    /** Begins to watch; returns what {@link #remove} wants. */
    public long add(Source source) {
        long token = tokens.incrementAndGet();
        sources.put(token, source);
        epoll.add(source.descriptor(), token);
        return token;
    }

    /** Ends watching; to be called before the descriptor is closed. */
    public void remove(Source source, long token) {
        sources.remove(token);
        epoll.remove(source.descriptor());
    }

    /** A source that fails is given up, so that the others are still served. */
    private void serve(Source source, long token, MemorySegment buffer) {
        try {
            source.readable(buffer);
        } catch (RuntimeException e) {
            Diagnostics.defect("reading output", e);
            remove(source, token);
        }
    }

    @Override
    public void run() {
        MemorySegment buffer = threadBuffer();
        while (true) {
            int count = epoll.await();
            for (int i = 0; i < count; i++) {
                long token = epoll.token(i);
                Source source = sources.get(token);
                if (source != null) {
                    serve(source, token, buffer);
                }
            }
        }
    }
}
