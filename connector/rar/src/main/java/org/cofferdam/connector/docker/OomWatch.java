package org.cofferdam.connector.docker;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerEventListener;
import org.cofferdam.connector.ContainerId;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the kernel when a container runs out of memory, where the engine does not tell: with cgroups of version 1. The kernel signals
 * before it kills, so its count of kills is read until it has grown; it goes together with the cgroup some 50 ms after the
 * container's end.
 */
final class OomWatch implements Watch {

    private static final System.Logger LOGGER = System.getLogger(OomWatch.class.getName());
    private static final int TRIES = 40;
    private static final long BETWEEN_TRIES_MILLIS = 2;

    private final OomRecord record;
    private final ContainerEventListener listener;
    private final Map<ContainerId, Watched> cgroups = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable EventFd events;

    OomWatch(OomRecord record, ContainerEventListener listener) {
        this.record = record;
        this.listener = listener;
    }

    /** A cgroup and how many kills of it have been told. */
    private record Watched(MemoryCgroup cgroup, long kills) {}

    static boolean isSupported() {
        return MemoryCgroup.isSupported();
    }

    /** Watches a container that has just been started: what its kernel killed already is news too. */
    void addStarted(ContainerId id, MemoryCgroup cgroup) {
        add(id, new Watched(cgroup, 0));
    }

    /** Watches a container that runs for some time. */
    void addRunning(ContainerId id, MemoryCgroup cgroup) throws IOException {
        add(id, new Watched(cgroup, cgroup.oomKills()));
    }

    private synchronized void add(ContainerId id, Watched watched) {
        if (stopped.getCount() == 0) {
            return;
        }
        try {
            cgroups.put(id, watched);
            events().registerOom(watched.cgroup);
            look(id, watched);
        } catch (IOException e) {
            cgroups.remove(id); // it has ended already
            LOGGER.log(Level.DEBUG, "A cgroup cannot be watched", e);
        }
    }

    void removeAll() {
        cgroups.clear();
    }

    void remove(ContainerId id) {
        cgroups.remove(id);
    }

    private synchronized EventFd events() throws IOException {
        if (events == null) {
            events = new EventFd();
        }
        return events;
    }

    @Override
    public void run() {
        try (EventFd signals = events()) {
            while (stopped.getCount() > 0) {
                signals.await();
                lookAround();
            }
        } catch (IOException e) {
            LOGGER.log(Level.ERROR, "Nobody tells which sandboxes run out of memory", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The signal does not tell whose it is, and comes also when a cgroup goes. */
    private void lookAround() throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            cgroups.forEach(this::look);
            if (stopped.await(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void look(ContainerId id, Watched watched) {
        try {
            long kills = watched.cgroup.oomKills();
            if (kills > watched.kills && cgroups.replace(id, watched, new Watched(watched.cgroup, kills))) {
                Instant now = Instant.now();
                record.note(id, now);
                listener.onEvent(new ContainerEvent.OomKilled(id, now));
            }
        } catch (IOException e) {
            cgroups.remove(id, watched); // it has ended
        }
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
        try {
            events().signal();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "The watch has ended already", e);
        }
    }
}
