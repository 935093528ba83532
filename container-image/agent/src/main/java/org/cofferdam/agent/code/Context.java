package org.cofferdam.agent.code;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.ContextInfo;
import org.cofferdam.protocol.code.ContextState;
import org.cofferdam.protocol.code.RunStatus;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * A context: one kernel at a time, and the runs that wait for it.
 *
 * <ol>
 *   <li>One run at a time is the kernel's; it has ended when the kernel has both answered and said that it is idle, for the two come over
 *       different connections.
 *   <li>A run whose time is up is interrupted; where it goes on nevertheless, the kernel is killed.
 *   <li>When the kernel ends, however, so do its run and those that wait, for what they build on is gone; another kernel is started.
 * </ol>
 */
final class Context implements Kernel.Listener {

    private static final int MOST_QUEUED = 1000;

    /** How long a run may take to obey an interrupt. */
    private static final long GRACE_MILLIS = 2_000;

    /** A kernel that lived for less is not started again by itself. */
    private static final long SHORTEST_LIFE_NANOS = 1_000_000_000L;

    /** Starts a kernel. */
    interface Starter {
        Kernel start(Kernel.Listener listener);
    }

    private final ContextId id;
    private final String language;
    private final String cwd;
    private final Starter starter;
    private final Workers workers;
    private final Instant createdAt = Instant.now();
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Run> queue = new ArrayDeque<>();

    private @Nullable Kernel kernel;
    private boolean ready;
    private boolean deleted;
    private @Nullable Run current;
    private int executionCount;
    private int restarts;
    private @Nullable String restarted;
    private long kernelSince;
    private @Nullable String killedFor;

    Context(ContextId id, String language, String cwd, Starter starter, Workers workers) {
        this.id = id;
        this.language = language;
        this.cwd = cwd;
        this.starter = starter;
        this.workers = workers;
    }

    ContextId id() {
        return id;
    }

    String language() {
        return language;
    }

    /**
     * Starts a kernel and waits until it is ready.
     *
     * @throws SandboxException {@code kernel-failed}, and those of starting a process
     */
    void open() {
        Kernel next = starter.start(this);
        lock.lock();
        try {
            kernel = next;
            ready = false;
            kernelSince = System.nanoTime();
        } finally {
            lock.unlock();
        }
        try {
            next.open();
        } catch (SandboxException e) {
            next.kill();
            throw e;
        }
        lock.lock();
        try {
            ready = kernel == next;
            if (deleted) {
                next.kill();
            }
            advance();
        } finally {
            lock.unlock();
        }
    }

    /** @throws SandboxException {@code quota-exceeded}, {@code context-not-found}, {@code invalid-value} */
    void submit(Run run) {
        lock.lock();
        try {
            if (deleted) {
                throw new SandboxException(ErrorCode.CONTEXT_NOT_FOUND, "No context " + id);
            }
            if (queue.size() >= MOST_QUEUED) {
                throw new SandboxException(
                        ErrorCode.QUOTA_EXCEEDED, "In context " + id + " " + MOST_QUEUED + " runs wait already");
            }
            if (run.spec().env() != null && kernel != null && !kernel.takesVariables()) {
                throw new SandboxException(
                        ErrorCode.INVALID_VALUE,
                        "The kernel for " + language + " takes no variables for one run",
                        "Give env when making a context",
                        null);
            }
            queue.add(run);
            advance();
        } finally {
            lock.unlock();
        }
        if (idleWithoutKernel()) {
            workers.run(this::revive);
        }
    }

    private boolean idleWithoutKernel() {
        lock.lock();
        try {
            return kernel == null && !deleted;
        } finally {
            lock.unlock();
        }
    }

    private void advance() {
        if (!ready || current != null || kernel == null || queue.isEmpty()) {
            return;
        }
        Run run = queue.remove();
        Kernel its = kernel;
        current = run;
        run.begin(language);
        run.log().onRoom(its::resume);
        Long timeoutMillis = run.spec().timeoutMillis();
        if (timeoutMillis != null) {
            run.timeout(workers.runAfter(timeoutMillis, () -> stop(run, RunStatus.TIMED_OUT)));
        }
        its.execute(run);
    }

    /** Interrupts a run; where that does not help, kills its kernel. */
    private void stop(Run run, RunStatus reason) {
        Kernel its;
        lock.lock();
        try {
            if (current != run || kernel == null) {
                return;
            }
            if (run.stopped == null) {
                run.stopped = reason;
            }
            its = kernel;
        } finally {
            lock.unlock();
        }
        its.interrupt();
        if (reason == RunStatus.TIMED_OUT) {
            run.timeout(workers.runAfter(GRACE_MILLIS, () -> killFor(run)));
        }
    }

    private void killFor(Run run) {
        Kernel its;
        lock.lock();
        try {
            if (current != run || kernel == null) {
                return;
            }
            killedFor = "A run went on after its time was up and an interrupt";
            its = kernel;
        } finally {
            lock.unlock();
        }
        its.kill();
    }

    /** Interrupts what runs; nothing when nothing does. */
    ContextInfo interrupt() {
        Run run;
        lock.lock();
        try {
            run = current;
        } finally {
            lock.unlock();
        }
        if (run != null) {
            stop(run, RunStatus.INTERRUPTED);
        }
        return info();
    }

    /** @throws SandboxException as {@link #open} */
    ContextInfo restart() {
        Kernel old;
        lock.lock();
        try {
            old = kernel;
            kernel = null;
            ready = false;
            restarts++;
            restarted = "On request";
            executionCount = 0;
            abandonRuns("The context was restarted");
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.kill();
        }
        open();
        return info();
    }

    void delete() {
        Kernel old;
        lock.lock();
        try {
            deleted = true;
            old = kernel;
            kernel = null;
            ready = false;
            abandonRuns("The context was deleted");
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.kill();
        }
    }

    private void abandonRuns(String why) {
        List<Run> all = new ArrayList<>();
        if (current != null) {
            all.add(current);
        }
        all.addAll(queue);
        current = null;
        queue.clear();
        for (Run run : all) {
            run.fail("KernelDied", why);
            run.end(run.stopped == RunStatus.TIMED_OUT ? RunStatus.TIMED_OUT : RunStatus.KERNEL_DIED, !deleted);
        }
    }

    @Override
    public void shown(JupyterMessage message) {
        lock.lock();
        try {
            Run run = current;
            if (run == null || !run.id().value().equals(message.parentId())) {
                return;
            }
            if (RunEvents.add(run, message) && kernel != null) {
                kernel.pause();
            }
            finishIfDone(run);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void replied(JupyterMessage message) {
        lock.lock();
        try {
            Run run = current;
            if (run == null || !run.id().value().equals(message.parentId())) {
                return;
            }
            run.reply = message.content().text("status").equals("ok") ? RunStatus.OK : RunStatus.ERROR;
            String count = message.content().text("execution_count");
            if (!count.isEmpty()) {
                run.executionCount = Integer.valueOf(count);
                executionCount = run.executionCount;
            }
            finishIfDone(run);
        } finally {
            lock.unlock();
        }
    }

    private void finishIfDone(Run run) {
        if (run.reply == null || !run.idle) {
            return;
        }
        RunStatus status = run.reply == RunStatus.ERROR && run.stopped != null ? run.stopped : run.reply;
        current = null;
        run.end(status, false);
        advance();
    }

    @Override
    public @Nullable String asked(JupyterMessage message) {
        lock.lock();
        try {
            Run run = current;
            return run == null ? null : run.line();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(Kernel ended) {
        boolean again;
        lock.lock();
        try {
            if (kernel != ended) {
                return; // we ended it, and say so where we did
            }
            boolean wasReady = ready;
            kernel = null;
            ready = false;
            executionCount = 0;
            restarts++;
            restarted = killedFor != null ? killedFor : "The kernel ended: " + howEnded(ended);
            killedFor = null;
            abandonRuns(restarted);
            again = !deleted && wasReady && System.nanoTime() - kernelSince > SHORTEST_LIFE_NANOS;
        } finally {
            lock.unlock();
        }
        if (again) {
            try {
                workers.run(this::revive);
            } catch (RejectedExecutionException e) {
                return; // the next run tries again
            }
        }
    }

    private static String howEnded(Kernel ended) {
        var info = ended.process().info();
        return info.signal() != null ? "signal " + info.signal() : "exit code " + info.exitCode();
    }

    private void revive() {
        try {
            open();
        } catch (SandboxException e) {
            lock.lock();
            try {
                abandonRuns(e.detail());
            } finally {
                lock.unlock();
            }
        }
    }

    ContextInfo info() {
        lock.lock();
        try {
            ContextState state =
                    !ready ? ContextState.STARTING : current == null ? ContextState.IDLE : ContextState.BUSY;
            return new ContextInfo(
                    id,
                    language,
                    cwd,
                    state,
                    kernel == null ? null : kernel.process().id(),
                    executionCount,
                    queue.size(),
                    restarts,
                    restarted,
                    createdAt);
        } finally {
            lock.unlock();
        }
    }
}
