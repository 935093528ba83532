package org.cofferdam.agent.process;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.cofferdam.agent.system.Children;
import org.cofferdam.agent.system.Children.Ended;
import org.cofferdam.agent.system.Diagnostics;
import org.jspecify.annotations.Nullable;

/**
 * Collects every child that ends, orphans that the kernel gave us too, and tells those who started one.
 *
 * <p>A pid may be used again once it is reaped. So children are started and signalled under the shared side of one lock and reaped under
 * its exclusive side: no child ends unseen before it is known, and no signal goes to a stranger.
 */
public final class Reaper implements Runnable {

    private final ConcurrentMap<Integer, Consumer<Ended>> children = new ConcurrentHashMap<>();
    private final ReentrantReadWriteLock pids = new ReentrantReadWriteLock();
    private boolean started;

    /**
     * Starts a child.
     *
     * @param start gives its pid
     * @param onEnd called once, on the reaper's thread
     */
    int start(IntSupplier start, Consumer<Ended> onEnd) {
        int pid;
        pids.readLock().lock();
        try {
            pid = start.getAsInt();
            children.put(pid, onEnd);
        } finally {
            pids.readLock().unlock();
        }
        aChildIsThere();
        return pid;
    }

    /**
     * Takes a child that it did not start, but that the kernel gave us.
     *
     * @param onEnd as for {@link #start}
     * @return false when there is no such child of ours, or it is known already
     */
    boolean adopt(int pid, Consumer<Ended> onEnd) {
        pids.readLock().lock();
        try {
            ProcFile.Stat child = ProcFile.stat(pid);
            if (child == null
                    || child.parent() != ProcessHandle.current().pid()
                    || children.putIfAbsent(pid, onEnd) != null) {
                return false;
            }
        } finally {
            pids.readLock().unlock();
        }
        aChildIsThere();
        return true;
    }

    private synchronized void aChildIsThere() {
        started = true;
        notifyAll();
    }

    /** Signals a child, or its group with a negative pid; false when it is reaped already. */
    public boolean kill(int pid, int signal) {
        pids.readLock().lock();
        try {
            return children.containsKey(Math.abs(pid)) && Children.kill(pid, signal);
        } finally {
            pids.readLock().unlock();
        }
    }

    /** Whether a child has not been reaped, so that its pid is still its own. */
    public boolean holds(int pid) {
        return children.containsKey(pid);
    }

    @Override
    public void run() {
        try {
            while (true) {
                Ended ended = Children.await();
                if (ended == null) {
                    awaitStart();
                } else {
                    reap(ended);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitStart() throws InterruptedException {
        while (!started) {
            wait();
        }
        started = false;
    }

    /** Whatever one listener comes to, the others' children are still to be reaped. */
    private static void tell(Consumer<Ended> listener, Ended ended) {
        try {
            listener.accept(ended);
        } catch (RuntimeException e) {
            Diagnostics.defect("a child's end", e);
        }
    }

    private void reap(Ended ended) {
        @Nullable Consumer<Ended> listener;
        pids.writeLock().lock();
        try {
            listener = children.remove(ended.pid());
            Children.reap(ended.pid());
        } finally {
            pids.writeLock().unlock();
        }
        if (listener != null) {
            tell(listener, ended);
        }
    }
}
