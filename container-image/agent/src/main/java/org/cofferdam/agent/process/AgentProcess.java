package org.cofferdam.agent.process;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.system.Children.Ended;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * One command, from its request to long after its end. It is queued (only in a session), runs, then ends; its end is published when its
 * output is complete, by closing its log. What it takes to run and stop it is its {@link Execution}'s.
 */
public final class AgentProcess {

    /** What one takes in memory, its small log included, besides the text of its command. */
    private static final int BYTES = 3 << 10;

    private final ProcessId id;
    private final ProcessSpec spec;
    private final User user;
    private final EventLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> onBegin = new ArrayList<>();
    private final List<Runnable> onEnd = new ArrayList<>();

    private @Nullable Execution execution;
    private Instant startedAt = Instant.now();
    private long startedNanos = System.nanoTime();
    private @Nullable Long pid;
    private ProcessStatus status = ProcessStatus.QUEUED;
    private @Nullable ProcessStatus stopped;
    private long signalsSent;
    private @Nullable Ending ending;
    private @Nullable Instant endedAt;
    private long durationMillis;
    private boolean sessionEnded;

    AgentProcess(ProcessId id, ProcessSpec spec, User user, EventLog log) {
        this.id = id;
        this.spec = spec;
        this.user = user;
        this.log = log;
    }

    public ProcessId id() {
        return id;
    }

    public ProcessSpec spec() {
        return spec;
    }

    public User user() {
        return user;
    }

    public EventLog log() {
        return log;
    }

    /** When it began, or else when it was queued. */
    long startedNanos() {
        lock.lock();
        try {
            return startedNanos;
        } finally {
            lock.unlock();
        }
    }

    /** How it is run; null before {@link #assign}. */
    public @Nullable Execution execution() {
        lock.lock();
        try {
            return execution;
        } finally {
            lock.unlock();
        }
    }

    /** Sets how it is run while it is still queued. */
    public void assign(Execution newExecution) {
        lock.lock();
        try {
            execution = newExecution;
        } finally {
            lock.unlock();
        }
    }

    /** It begins to run; false when it was ended while queued. */
    public boolean begin() {
        lock.lock();
        try {
            if (status != ProcessStatus.QUEUED || ending != null) {
                return false;
            }
            status = ProcessStatus.RUNNING;
            startedAt = Instant.now();
            startedNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
        callAll(onBegin);
        return true;
    }

    /** Calls {@code listener} when it is no longer queued, at once when that is so. */
    public void onBegin(Runnable listener) {
        lock.lock();
        try {
            if (status == ProcessStatus.QUEUED) {
                onBegin.add(listener);
                return;
            }
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    private void callAll(List<Runnable> listeners) {
        List<Runnable> called;
        lock.lock();
        try {
            called = List.copyOf(listeners);
            listeners.clear();
        } finally {
            lock.unlock();
        }
        called.forEach(Runnable::run);
    }

    public void hasPid(long newPid) {
        lock.lock();
        try {
            pid = newPid;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that we are about to send it a signal. */
    public void signalling(int signal) {
        lock.lock();
        try {
            signalsSent |= 1L << signal;
        } finally {
            lock.unlock();
        }
    }

    /** Notes why we are about to end it; the first reason counts. */
    public void stopping(ProcessStatus reason) {
        lock.lock();
        try {
            if (stopped == null) {
                stopped = reason;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Why we are ending it, where we are. */
    public @Nullable ProcessStatus stopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** What the kernel's word means after all that we did to it. */
    public Ending ending(Ended ended) {
        lock.lock();
        try {
            return Ending.of(ended, stopped, signalsSent);
        } finally {
            lock.unlock();
        }
    }

    /** How it ended, where not the kernel but its session says so; the end is published by {@link #publishEnd}. */
    public void ended(Ending newEnding, boolean withSession) {
        lock.lock();
        try {
            if (ending == null) {
                ending = newEnding;
                sessionEnded = withSession;
                endedAt = Instant.now();
                durationMillis = (System.nanoTime() - startedNanos) / 1_000_000;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The output is complete, too: from now on everybody sees that it has ended. */
    public void publishEnd() {
        lock.lock();
        try {
            if (status.ended() || ending == null) {
                return;
            }
            status = ending.status();
        } finally {
            lock.unlock();
        }
        log.close();
        callAll(onBegin);
        callAll(onEnd);
    }

    /** Calls {@code listener} after the end, at once when that has been. */
    public void onEnd(Runnable listener) {
        lock.lock();
        try {
            if (!status.ended()) {
                onEnd.add(listener);
                return;
            }
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    public void removeOnEnd(Runnable listener) {
        lock.lock();
        try {
            onEnd.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    public ProcessStatus status() {
        lock.lock();
        try {
            return status;
        } finally {
            lock.unlock();
        }
    }

    public ProcessEvent.Start startEvent() {
        lock.lock();
        try {
            return new ProcessEvent.Start(id, pid, spec.session(), startedAt);
        } finally {
            lock.unlock();
        }
    }

    /** @throws IllegalStateException before its end */
    public ProcessEvent.Complete completeEvent() {
        lock.lock();
        try {
            if (ending == null || !status.ended()) {
                throw new IllegalStateException(id + " is " + status);
            }
            return new ProcessEvent.Complete(
                    log.end() + 1,
                    ending.status(),
                    ending.exitCode(),
                    ending.signal(),
                    log.truncated(),
                    sessionEnded,
                    startedAt,
                    durationMillis);
        } finally {
            lock.unlock();
        }
    }

    public ProcessInfo info() {
        lock.lock();
        try {
            Ending known = status.ended() ? ending : null;
            return new ProcessInfo(
                    id,
                    spec.command(),
                    spec.argv(),
                    spec.session(),
                    pid,
                    status,
                    known == null ? null : known.exitCode(),
                    known == null ? null : known.signal(),
                    startedAt,
                    known == null ? null : endedAt,
                    log.end());
        } finally {
            lock.unlock();
        }
    }

    /** About how much memory it takes when it has ended. */
    int memoryBytes() {
        int bytes = BYTES;
        if (spec.command() != null) {
            bytes += spec.command().length();
        }
        if (spec.argv() != null) {
            bytes += spec.argv().stream().mapToInt(String::length).sum();
        }
        return bytes;
    }
}
