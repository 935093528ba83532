package org.cofferdam.agent.watch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.system.Diagnostics;
import org.cofferdam.agent.system.Epoll;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.PathText;
import org.cofferdam.protocol.file.WatchId;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/** All watches, and the thread that serves them, which begins with the first. */
public final class FileWatches {

    /** Each takes some memory of the agent's. */
    private static final int MOST = 8;

    private final Configuration configuration;
    private final Function<@Nullable SessionId, String> directories;
    private final Workers workers;
    private final Map<WatchId, Kept> kept = new LinkedHashMap<>();
    private final ConcurrentMap<Long, FileWatch> served = new ConcurrentHashMap<>();
    private @Nullable Epoll epoll;
    private long tokens;

    /** @param directories where relative paths start, by session; for null those of no session */
    public FileWatches(
            Configuration configuration, Function<@Nullable SessionId, String> directories, Workers workers) {
        this.configuration = configuration;
        this.directories = directories;
        this.workers = workers;
    }

    /** A watch, and who still uses it. */
    private static final class Kept {
        final FileWatch watch;
        final long token;
        int users;
        long uses;

        Kept(FileWatch watch, long token) {
            this.watch = watch;
            this.token = token;
        }
    }

    /**
     * Makes use of a watch, which is made when it is not there.
     *
     * @param seen the number of the event that the caller saw last, if any: a watch that has to be made goes on behind it with an overflow
     * @throws SandboxException {@code quota-exceeded} and what is wrong with the path or the globs
     */
    public synchronized WatchReader open(WatchId id, WatchSpec spec, @Nullable Long seen) {
        Kept entry = kept.get(id);
        if (entry == null) {
            entry = make(spec, seen == null ? 0 : seen);
            kept.put(id, entry);
            if (seen != null) {
                entry.watch.log().overflow("The watch was not kept so long");
            }
        }
        Kept used = entry;
        used.users++;
        used.uses++;
        return new WatchReader(used.watch.directory(), used.watch.log(), () -> release(id, used));
    }

    private Kept make(WatchSpec spec, long last) {
        if (kept.size() >= MOST && !makeRoom()) {
            throw new SandboxException(
                    ErrorCode.QUOTA_EXCEEDED, "The sandbox has " + MOST + " watches already", "End one of them", null);
        }
        FileWatch watch =
                FileWatch.open(path(spec), spec, configuration.defaults().user().identity(), last);
        long token = ++tokens;
        served.put(token, watch);
        epoll().add(watch.descriptor(), token);
        return new Kept(watch, token);
    }

    /** Ends a watch that nobody reads, if there is one: somebody new needs its place more. */
    private boolean makeRoom() {
        for (Map.Entry<WatchId, Kept> entry : kept.entrySet()) {
            if (entry.getValue().users == 0) {
                kept.remove(entry.getKey());
                stop(entry.getValue().token);
                return true;
            }
        }
        return false;
    }

    private byte[] path(WatchSpec spec) {
        String path = spec.path().startsWith("/") ? spec.path() : directories.apply(spec.session()) + "/" + spec.path();
        String single = path.replaceAll("/+(\\./+)*", "/").replaceAll("(?<=.)/\\.?$", "");
        return PathText.bytes(single.isEmpty() ? "/" : single);
    }

    private Epoll epoll() {
        Epoll started = epoll;
        if (started == null) {
            Epoll fresh = new Epoll();
            epoll = fresh;
            Thread.ofPlatform().daemon().name("watcher").start(() -> serve(fresh));
            return fresh;
        }
        return started;
    }

    private synchronized void release(WatchId id, Kept entry) {
        entry.users--;
        if (entry.users == 0) {
            long uses = entry.uses;
            var _ = workers.after(WatchRequest.KEPT_MILLIS, () -> expire(id, entry, uses));
        }
    }

    private synchronized void expire(WatchId id, Kept entry, long uses) {
        if (entry.users == 0 && entry.uses == uses && kept.remove(id, entry)) {
            stop(entry.token);
        }
    }

    /** The watcher's own lock, for a watch changes its descriptor when it is renewed. */
    private void stop(long token) {
        synchronized (served) {
            FileWatch watch = served.remove(token);
            if (watch != null) {
                epoll().remove(watch.descriptor());
                watch.close();
            }
        }
    }

    private void serve(Epoll events) {
        while (true) {
            int count = events.await();
            for (int i = 0; i < count; i++) {
                serve(events, events.token(i));
            }
        }
    }

    private void serve(Epoll events, long token) {
        synchronized (served) {
            FileWatch watch = served.get(token);
            if (watch == null) {
                return;
            }
            try {
                if (!watch.takeReports()) {
                    events.remove(watch.descriptor());
                    watch.renew();
                    events.add(watch.descriptor(), token);
                }
            } catch (SandboxException gone) {
                served.remove(token);
                watch.log().failed(gone.detail());
            } catch (RuntimeException e) {
                Diagnostics.defect("watching files", e);
                events.remove(watch.descriptor());
                served.remove(token);
                watch.log().failed("The watch failed");
            }
        }
    }
}
