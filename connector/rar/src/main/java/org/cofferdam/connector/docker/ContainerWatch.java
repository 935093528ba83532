package org.cofferdam.connector.docker;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerEventListener;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Listens to the engine's events, connects again when it was cut off, and then says so. */
final class ContainerWatch implements Watch {

    private static final System.Logger LOGGER = System.getLogger(ContainerWatch.class.getName());
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int KILLED = 128 + 9; // as engines write it

    private final Supplier<EventStream> streams;
    private final DockerRuntime runtime;
    private final OomRecord oom;
    private final ContainerStarts starts;
    private final OomWatch oomWatch;
    private final ContainerEventListener listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable Thread opener;
    private volatile @Nullable EventStream stream;
    private boolean missed;

    ContainerWatch(
            Supplier<EventStream> streams,
            DockerRuntime runtime,
            OomRecord oom,
            ContainerStarts starts,
            OomWatch oomWatch,
            ContainerEventListener listener) {
        this.streams = streams;
        this.runtime = runtime;
        this.oom = oom;
        this.starts = starts;
        this.oomWatch = oomWatch;
        this.listener = listener;
    }

    @Override
    public void run() {
        Duration pause = SHORTEST_PAUSE;
        try (runtime) {
            while (!isStopped()) {
                long begun = System.nanoTime();
                listen();
                missed = true;
                boolean lasted = System.nanoTime() - begun > LONGEST_PAUSE.toNanos();
                pause = lasted ? SHORTEST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Until the stream ends. */
    private void listen() {
        try (EventStream opened = streams.get()) {
            stream = opened;
            open(opened);
            if (isStopped()) {
                return;
            }
            begun();
            ContainerEvent event;
            while ((event = opened.next()) != null) {
                handle(event);
            }
            throw new EOFException("The engine ended its stream of events");
        } catch (IOException | SandboxException e) {
            if (!isStopped() && !missed) {
                LOGGER.log(Level.WARNING, "No news of containers until the engine is back", e);
            }
        }
    }

    /** What is being opened cannot be closed yet: closing the client does not end a request that has only just got its connection. */
    private void open(EventStream opened) throws IOException {
        setOpener(Thread.currentThread());
        try {
            if (!isStopped()) {
                opened.open();
            }
        } finally {
            setOpener(null);
            if (isStopped()) {
                Thread.interrupted(); // ours, and this thread is the server's
            }
        }
    }

    private void setOpener(@Nullable Thread thread) {
        opening.lock();
        try {
            opener = thread;
        } finally {
            opening.unlock();
        }
    }

    private void begun() {
        if (missed) {
            LOGGER.log(Level.INFO, "There are news of containers again");
            listener.onResync();
        }
        missed = false;
        oomWatch.removeAll();
        for (ContainerInfo container : runtime.list()) {
            if (container.status() != ContainerStatus.STOPPED) {
                watchMemory(container.id(), oomWatch::addRunning);
            }
        }
    }

    @FunctionalInterface
    private interface MemoryWatch {
        void add(ContainerId id, MemoryCgroup cgroup) throws IOException;
    }

    private void watchMemory(ContainerId id, MemoryWatch watch) {
        try {
            Optional<MemoryCgroup> cgroup = runtime.memoryCgroup(id);
            if (cgroup.isPresent()) {
                watch.add(id, cgroup.get());
            }
        } catch (SandboxException | IOException e) {
            LOGGER.log(Level.WARNING, "Nobody tells when container " + id + " runs out of memory", e);
        }
    }

    private void handle(ContainerEvent event) {
        switch (event) {
            case ContainerEvent.Started started -> {
                watchMemory(started.id(), oomWatch::addStarted);
                listener.onEvent(started);
            }
            case ContainerEvent.Died died -> {
                oomWatch.remove(died.id());
                starts.died(died);
                tellOfMemory(died);
                listener.onEvent(died);
            }
            case ContainerEvent.OomKilled killed -> {
                oom.note(killed.id(), killed.at());
                listener.onEvent(killed);
            }
            case ContainerEvent.Removed removed -> {
                oomWatch.remove(removed.id());
                oom.forget(removed.id());
                listener.onEvent(removed);
            }
        }
    }

    /** Not every engine that knows of it has an event for it. */
    private void tellOfMemory(ContainerEvent.Died died) {
        if (died.exitCode() != KILLED || oom.ended(died.id(), died.at())) {
            return;
        }
        try {
            if (runtime.find(died.id()).filter(ContainerInfo::oomKilled).isPresent()) {
                oom.note(died.id(), died.at());
                listener.onEvent(new ContainerEvent.OomKilled(died.id(), died.at()));
            }
        } catch (SandboxException e) {
            LOGGER.log(Level.WARNING, "Nobody tells whether container " + died.id() + " ran out of memory", e);
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public void stop() {
        stopped.countDown();
        opening.lock();
        try {
            if (opener != null) {
                opener.interrupt();
            }
        } finally {
            opening.unlock();
        }
        EventStream current = stream;
        if (current != null) {
            current.close();
        }
    }
}
