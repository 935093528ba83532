package org.cofferdam.agent.process;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.system.Descriptors;

/**
 * The way from a process's two pipes into its log, up to the end.
 *
 * <p>The output is complete when the process has ended and both pipes are at their end. Where children in the background keep a pipe
 * open, it is complete a moment after the process has ended: what was in the pipes by then is in the log, as is the rest of a child
 * that was just about to end (bash does not wait for {@code >(…)}). Later output of such children is read and thrown away, for closing
 * the pipe would kill them.
 */
final class ProcessOutput {

    /** The moment that children get to finish their output. */
    static final long LINGER_MILLIS = 20;

    private final EventLog log;
    private final Runnable onComplete;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<OutputPipe> pipes;
    private boolean ended;
    private boolean complete;

    /**
     * @param out the descriptor of our end of stdout's pipe, which does not block; likewise {@code err}
     * @param onComplete called once, when nothing more will be added to the log
     */
    ProcessOutput(EventLog log, Pump pump, int out, int err, Runnable onComplete) {
        this.log = log;
        this.onComplete = onComplete;
        this.pipes = List.of(new OutputPipe(this, pump, 1, out), new OutputPipe(this, pump, 2, err));
    }

    /** Begins to read, or goes on when the log has room again. */
    void resume() {
        lock.lock();
        try {
            pipes.forEach(OutputPipe::resume);
        } finally {
            lock.unlock();
        }
    }

    /** Called by the pump. */
    void readable(OutputPipe pipe, MemorySegment buffer) {
        boolean done;
        lock.lock();
        try {
            transfer(pipe, buffer);
            done = finishIf(ended && allClosed());
        } finally {
            lock.unlock();
        }
        if (done) {
            onComplete.run();
        }
    }

    /** The process has ended; returns whether the output is complete, so that {@link #lingered} need not be called. */
    boolean processEnded(MemorySegment buffer) {
        boolean done;
        lock.lock();
        try {
            ended = true;
            drain(buffer);
            done = finishIf(allClosed());
        } finally {
            lock.unlock();
        }
        if (done) {
            onComplete.run();
        }
        return done;
    }

    /** Completes the output although somebody keeps a pipe open. */
    void lingered(MemorySegment buffer) {
        boolean done;
        lock.lock();
        try {
            drain(buffer);
            done = finishIf(true);
        } finally {
            lock.unlock();
        }
        if (done) {
            onComplete.run();
        }
    }

    /** The process was not started after all. */
    void abandon() {
        lock.lock();
        try {
            complete = true;
            pipes.forEach(OutputPipe::close);
        } finally {
            lock.unlock();
        }
    }

    private boolean finishIf(boolean condition) {
        boolean first = condition && !complete;
        complete |= condition;
        if (first) {
            pipes.forEach(OutputPipe::resume);
        }
        return first;
    }

    private boolean allClosed() {
        return pipes.stream().allMatch(OutputPipe::closed);
    }

    /** Reads what is in the pipes now, but no more, for who holds them may write for ever. */
    private void drain(MemorySegment buffer) {
        for (OutputPipe pipe : pipes) {
            int left = complete ? 0 : Descriptors.PIPE_BYTES;
            while (left > 0) {
                int count = transfer(pipe, buffer);
                if (count <= 0) {
                    break;
                }
                left -= count;
            }
        }
    }

    /** Moves some bytes from a pipe to the log, or to nowhere when that is complete. */
    private int transfer(OutputPipe pipe, MemorySegment buffer) {
        int count = pipe.read(buffer, log.appendLimit(Pump.READ_BYTES));
        if (count > 0 && !complete && log.append(pipe.stream(), buffer, count) && !ended) {
            pipes.forEach(OutputPipe::pause);
        }
        return count;
    }
}
