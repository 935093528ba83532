package org.cofferdam.agent.watch;

import java.util.List;
import org.cofferdam.protocol.file.FileEvent;
import org.jspecify.annotations.Nullable;

/** One reader of a watch; for one thread. While there is one the watch is kept. */
public final class WatchReader implements AutoCloseable {

    private final String directory;
    private final WatchLog log;
    private final Runnable release;
    private @Nullable Runnable wake;

    WatchReader(String directory, WatchLog log, Runnable release) {
        this.directory = directory;
        this.log = log;
        this.release = release;
    }

    /** @param action run after each event, on the watcher's thread */
    public void onEvent(Runnable action) {
        wake = action;
        log.addReader(action);
    }

    /** The absolute path of what is watched. */
    public String directory() {
        return directory;
    }

    /** Some of the events behind a number; those that are no longer kept are one overflow. */
    public List<FileEvent> behind(long number, int most) {
        return log.behind(number, most);
    }

    /**
     * Where to begin for who saw {@code seen} last. The last event of a watch that has ended is told again, for there is nothing else to
     * tell.
     */
    public long begin(@Nullable Long seen) {
        if (seen == null) {
            return 0;
        }
        long last = log.last();
        return Math.min(seen, log.endsAt(last) ? last - 1 : last);
    }

    public long last() {
        return log.last();
    }

    /** Whether no event comes behind a number. */
    public boolean endsAt(long number) {
        return log.endsAt(number);
    }

    @Override
    public void close() {
        if (wake != null) {
            log.removeReader(wake);
        }
        release.run();
    }
}
