package org.cofferdam.ejb.background;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cofferdam.protocol.error.SandboxException;

/**
 * Runs what nobody waits for. Each task is short, blocks, and has a virtual thread with the application's context; only some run at a
 * time, so that a restart with many sandboxes does not swamp the platform. Callers start at most one task per sandbox and purpose,
 * which bounds how many wait.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Background {

    private static final System.Logger LOG = System.getLogger(Background.class.getName());
    private static final int AT_A_TIME = 16;
    private static final int SHUTDOWN_SECONDS = 10;

    private final Semaphore permits = new Semaphore(AT_A_TIME);

    @Resource
    private ContextService contexts;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final List<Future<?>> repeated = new CopyOnWriteArrayList<>();
    private ExecutorService threads;

    /** For the server. */
    @SuppressWarnings("NullAway.Init")
    public Background() {}

    @PostConstruct
    void open() {
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("cofferdam-background-", 0).factory());
    }

    /** @param what it is, for the log when it fails */
    public void run(String what, Runnable task) {
        Runnable within = contexts.contextualRunnable(() -> runLogged(what, task));
        threads.execute(() -> {
            try {
                permits.acquire();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                within.run();
            } finally {
                permits.release();
            }
        });
    }

    /** Runs a task again and again, with that much time between two runs. What it does in a run is short, or goes to {@link #run}. */
    public void every(Duration pause, String what, Runnable task) {
        repeated.add(scheduler.scheduleWithFixedDelay(
                () -> runLogged(what, task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static void runLogged(String what, Runnable task) {
        try {
            task.run();
        } catch (SandboxException e) {
            LOG.log(WARNING, "{0}: {1} ({2})", what, e.detail(), e.code().wireName());
        } catch (RuntimeException e) {
            LOG.log(ERROR, what, e);
        }
    }

    /** Lets what runs come to its end, for a while. */
    @PreDestroy
    void close() {
        repeated.forEach(it -> it.cancel(false));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
