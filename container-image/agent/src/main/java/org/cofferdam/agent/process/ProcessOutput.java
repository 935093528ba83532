package org.cofferdam.agent.process;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.cofferdam.agent.log.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * The way from a process's two pipes into its log, up to the end.
 *
 * <p>The output is complete when the process has ended and both pipes are at their end. Where children in the background keep a pipe
 * open, it is complete a moment after the process has ended: what was in the pipes by then is in the log, as is the rest of a child
 * that was just about to end (bash does not wait for {@code >(…)}). Later output of such children is read and thrown away, for closing
 * the pipe would kill them.
 */
public final class ProcessOutput {

    /** The moment that children get to finish their output. */
    static final long LINGER_MILLIS = 20;

    /** The most that a process can have put into a pipe (pipe-max-size of an ordinary user, pipe(7)). */
    private static final int DRAIN_BYTES = 1 << 20;

    private final EventLog log;
    private final Workers workers;
    private final Leftovers leftovers;
    private final Runnable onComplete;
    private final Observer observer;
    private volatile Runnable onSilence = () -> {};
    private final ReentrantLock lock = new ReentrantLock();
    private final List<OutputPipe> pipes;
    private @Nullable Future<?> linger;
    private boolean ended;
    private boolean complete;

    /** Sees output before it is in the log. */
    public interface Observer {

        Observer NONE = (_, _, _) -> {};

        /** Called under the output's lock; must not block. */
        void output(MemorySegment bytes, long offset, int length);
    }

    /**
     * @param out the descriptor of our end of stdout's pipe, which does not block; likewise {@code err}; both are owned by this
     * @param onComplete called once, when nothing more will be added to the log
     */
    public ProcessOutput(EventLog log, Pump pump, Workers workers, int out, int err, Runnable onComplete) {
        this(log, pump, workers, Observer.NONE, onComplete, out, err);
    }

    /** @param descriptors of stdout and, unless both are one, stderr */
    ProcessOutput(
            EventLog log, Pump pump, Workers workers, Observer observer, Runnable onComplete, int... descriptors) {
        this.observer = observer;
        this.log = log;
        this.workers = workers;
        this.leftovers = pump.leftovers();
        this.onComplete = onComplete;
        this.pipes = IntStream.range(0, descriptors.length)
                .mapToObj(i -> new OutputPipe(this, pump, i + 1, descriptors[i]))
                .toList();
        log.onRoom(this::resume);
    }

    /** Begins to read, or goes on when the log has room again. */
    public void resume() {
        lock.lock();
        try {
            pipes.forEach(OutputPipe::resume);
        } finally {
            lock.unlock();
        }
    }

    /** Sets what is called when both pipes are at their end although the process is not. */
    public void onSilence(Runnable listener) {
        onSilence = listener;
    }

    /** Called by the pump. */
    void readable(OutputPipe pipe, MemorySegment buffer) {
        boolean done;
        boolean silent;
        boolean left;
        lock.lock();
        try {
            transfer(pipe, buffer);
            done = finishIf(ended && allClosed());
            silent = !ended && allClosed();
            left = complete && !done && allClosed();
        } finally {
            lock.unlock();
        }
        finish(done);
        if (silent) {
            onSilence.run();
        }
        if (left) {
            leftovers.remove(this);
        }
    }

    /** The process has ended: what it printed is in the pipes. */
    public void processEnded() {
        boolean done;
        lock.lock();
        try {
            ended = true;
            drain();
            done = finishIf(allClosed());
            if (!complete) {
                linger = workers.after(LINGER_MILLIS, this::lingered);
            }
        } finally {
            lock.unlock();
        }
        finish(done);
    }

    /** Completes the output although somebody keeps a pipe open. */
    private void lingered() {
        boolean done;
        lock.lock();
        try {
            drain();
            done = finishIf(true);
        } finally {
            lock.unlock();
        }
        finish(done);
    }

    private void finish(boolean done) {
        if (done) {
            if (!allClosed()) {
                leftovers.add(this);
            }
            onComplete.run();
        }
    }

    /** Whether nobody holds a pipe open any more. */
    public boolean allClosed() {
        lock.lock();
        try {
            return pipes.stream().allMatch(OutputPipe::closed);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the process has opened its end, where that is a FIFO's. */
    public boolean opened() {
        lock.lock();
        try {
            return pipes.getFirst().opened();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the pipes: the process was not started after all, or its leftovers are too many. */
    public void abandon() {
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
            if (linger != null) {
                linger.cancel(false);
            }
        }
        return first;
    }

    /** Reads what is in the pipes now, but no more, for who holds them may write for ever. */
    private void drain() {
        MemorySegment buffer = Pump.threadBuffer();
        for (OutputPipe pipe : pipes) {
            int left = complete ? 0 : DRAIN_BYTES;
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
        if (count > 0 && !complete) {
            observer.output(buffer, EventLog.HEADER, count);
        }
        if (count > 0 && !complete && log.append(pipe.stream(), buffer, count) && !ended) {
            pipes.forEach(OutputPipe::pause);
        }
        return count;
    }
}
