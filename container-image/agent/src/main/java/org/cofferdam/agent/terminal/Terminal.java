package org.cofferdam.agent.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.Execution;
import org.cofferdam.agent.process.StdinPipe;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.agent.system.PseudoTerminal;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.jspecify.annotations.Nullable;

/**
 * One terminal. It has the size of the viewer who was active last: who came, typed or resized. When its viewers are gone it keeps that; when
 * they stay away for its idle time, and nobody follows its output as that of a process, it hangs up.
 */
public final class Terminal {

    /** What a viewer who knows nothing is shown at most. */
    static final int REPLAY_BYTES = 256 << 10;

    /** So that a whole replay is kept, although output is thrown away an eighth of this at a time. */
    static final int RETENTION_BYTES = REPLAY_BYTES + REPLAY_BYTES / 4;

    private static final long HANGUP_GRACE_MILLIS = 5_000;

    private final AgentProcess process;
    private final ReplayPoints points;
    private final long idleMillis;
    private final Workers workers;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> viewers = new ArrayList<>();
    private TerminalSize size;
    private @Nullable Future<?> idle;

    Terminal(AgentProcess process, ReplayPoints points, TerminalSize size, long idleMillis, Workers workers) {
        this.process = process;
        this.points = points;
        this.size = size;
        this.idleMillis = idleMillis;
        this.workers = workers;
        process.onEnd(this::stopClock);
    }

    public AgentProcess process() {
        return process;
    }

    /**
     * Where output begins for a viewer.
     *
     * @param restore what its terminal needs before
     * @param truncated whether something before is left out
     */
    public record Begin(long position, String restore, boolean truncated) {}

    /** @param after what the viewer has seen, or null */
    public Begin begin(@Nullable Long after) {
        EventLog log = process.log();
        long end = log.end();
        long oldest = end - log.kept();
        if (after != null) {
            long seen = Math.min(after, end);
            return seen >= oldest ? new Begin(seen, "", false) : beginBehind(seen, oldest);
        }
        long from = Math.max(oldest, end - REPLAY_BYTES);
        if (from == 0) {
            return new Begin(0, "", false);
        }
        ReplayPoints.Point point = points.first(from, end);
        return point == null
                ? new Begin(from, "", true)
                : new Begin(point.position(), Modes.fromNew(point.modes()), true);
    }

    /** For a viewer who has seen output up to {@code seen}, of which nothing up to {@code lost} is kept. */
    public Begin beginBehind(long seen, long lost) {
        ReplayPoints.Point point = points.first(lost, process.log().end());
        return point == null
                ? new Begin(lost, Modes.fromAny(Modes.INITIAL), lost > seen)
                : new Begin(point.position(), Modes.fromAny(point.modes()), true);
    }

    /** A viewer comes; {@code wake} is called when the size has changed. */
    public void enter(Runnable wake) {
        lock.lock();
        try {
            viewers.add(wake);
        } finally {
            lock.unlock();
        }
        stopClock();
    }

    public void leave(Runnable wake) {
        boolean last;
        lock.lock();
        try {
            viewers.remove(wake);
            last = viewers.isEmpty();
        } finally {
            lock.unlock();
        }
        if (last) {
            startClock();
        }
    }

    void startClock() {
        if (process.status().ended()) {
            return;
        }
        lock.lock();
        try {
            if (viewers.isEmpty() && idle == null) {
                idle = workers.runAfter(idleMillis, this::expire);
            }
        } finally {
            lock.unlock();
        }
    }

    private void stopClock() {
        lock.lock();
        try {
            if (idle != null) {
                idle.cancel(false);
                idle = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void expire() {
        Execution execution = process.execution();
        boolean watched;
        lock.lock();
        try {
            watched = !viewers.isEmpty();
        } finally {
            lock.unlock();
        }
        if (watched) {
            return;
        }
        if (process.log().hasReaders()) {
            stopClock();
            startClock();
        } else if (execution != null) {
            execution.stop(ProcessStatus.KILLED, Signal.HUP, HANGUP_GRACE_MILLIS);
        }
    }

    public TerminalSize size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Takes over the size of a viewer. */
    public void resize(TerminalSize wanted) {
        List<Runnable> told;
        lock.lock();
        try {
            if (wanted.equals(size)) {
                return;
            }
            size = wanted;
            StdinPipe input = input();
            if (input != null) {
                input.whileOpen(fd -> PseudoTerminal.resize(fd, wanted.cols(), wanted.rows()));
            }
            told = List.copyOf(viewers);
        } finally {
            lock.unlock();
        }
        told.forEach(Runnable::run);
    }

    /** Where keystrokes go. */
    public @Nullable StdinPipe input() {
        Execution execution = process.execution();
        return execution == null ? null : execution.stdin();
    }

    public TerminalInfo info() {
        ProcessInfo info = process.info();
        lock.lock();
        try {
            return new TerminalInfo(
                    info.id(),
                    info.pid(),
                    info.status(),
                    info.exitCode(),
                    info.signal(),
                    size.cols(),
                    size.rows(),
                    viewers.size(),
                    info.outputBytes(),
                    info.startedAt());
        } finally {
            lock.unlock();
        }
    }
}
