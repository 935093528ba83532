package org.cofferdam.agent.process;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The agent's threads. They are platform threads, for rights on files belong to those. Some always stand ready: in a sandbox that has
 * used up its processes no thread can be made, and just then it must be possible to connect and kill.
 */
public final class Workers {

    private static final int READY = 6;
    private static final int MOST = 1024;
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor timer;

    public Workers() {
        pool = new ThreadPoolExecutor(
                READY, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named("worker-"));
        pool.prestartAllCoreThreads();
        timer = new ScheduledThreadPoolExecutor(1, named("timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.prestartAllCoreThreads();
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> Thread.ofPlatform()
                .daemon()
                .name(prefix + number.incrementAndGet())
                .unstarted(task);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when there are too many */
    public void run(Runnable task) {
        pool.execute(task);
    }

    /** Runs a short task later, on the one timer thread. */
    public ScheduledFuture<?> after(long millis, Runnable task) {
        return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a task later, on a thread of its own. */
    public ScheduledFuture<?> runAfter(long millis, Runnable task) {
        return after(millis, () -> run(task));
    }

    /** Runs a short task again and again, on the timer thread, until it throws or is cancelled. */
    public ScheduledFuture<?> every(long seconds, Runnable task) {
        return timer.scheduleWithFixedDelay(task, seconds, seconds, TimeUnit.SECONDS);
    }
}
