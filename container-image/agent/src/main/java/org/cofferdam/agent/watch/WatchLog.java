package org.cofferdam.agent.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileEventType;
import org.jspecify.annotations.Nullable;

/** The numbered events of a watch, as many as fit; any thread may read. A reader that is too slow is told so. */
final class WatchLog {

    /** A power of two. */
    private static final int MOST_EVENTS = 1 << 16;

    private static final int MOST_CHARACTERS = 4 << 20;

    private final @Nullable FileEvent[] kept = new FileEvent[MOST_EVENTS];
    private final Set<Runnable> readers = new CopyOnWriteArraySet<>();
    private long first;
    private long last;
    private long characters;
    private long read;
    private boolean ended;

    /** @param last the number that the first event follows */
    WatchLog(long last) {
        this.first = last + 1;
        this.last = last;
        this.read = last;
    }

    /** Something happened. A file that is modified again before anybody read about it has been reported already. */
    void add(FileEventType type, @Nullable String path, @Nullable String from, boolean directory) {
        append(new FileEvent(0, type, path, from, directory, null), false);
    }

    void overflow(String reason) {
        append(FileEvent.overflow(0, reason), false);
    }

    /** The directory itself has gone: no reader may see that and wait for more. */
    void gone(String path) {
        append(new FileEvent(0, FileEventType.DELETE, path, null, true, null), true);
    }

    /** Something happened of which nothing is known any more. */
    void failed(String reason) {
        append(FileEvent.overflow(0, reason), true);
    }

    private void append(FileEvent event, boolean end) {
        synchronized (this) {
            if (ended || isKnown(event)) {
                return;
            }
            ended = end;
            last++;
            kept[slot(last)] = event.withNumber(last);
            characters += weight(event);
            while (last - first >= MOST_EVENTS - 1 || (characters > MOST_CHARACTERS && first < last)) {
                characters -= weight(at(first));
                kept[slot(first)] = null;
                first++;
            }
        }
        readers.forEach(Runnable::run);
    }

    private boolean isKnown(FileEvent event) {
        if (event.type() != FileEventType.MODIFY || last <= read || last < first) {
            return false;
        }
        FileEvent before = at(last);
        return before.type() == FileEventType.MODIFY
                && event.path() != null
                && event.path().equals(before.path());
    }

    private FileEvent at(long number) {
        FileEvent event = kept[slot(number)];
        if (event == null) {
            throw new IllegalStateException("No event " + number);
        }
        return event;
    }

    private static int slot(long number) {
        return (int) (number & (MOST_EVENTS - 1));
    }

    private static int weight(FileEvent event) {
        int path = event.path() == null ? 0 : event.path().length();
        return path + (event.from() == null ? 0 : event.from().length());
    }

    /** Some of the events behind a number, an overflow first where they are no longer kept. */
    synchronized List<FileEvent> behind(long number, int most) {
        List<FileEvent> events = new ArrayList<>();
        long next = number + 1;
        if (next < first) {
            events.add(FileEvent.overflow(first - 1, "More happened than is kept"));
            next = first;
        }
        while (next <= last && events.size() < most) {
            events.add(at(next++));
        }
        read = Math.max(read, next - 1);
        return events;
    }

    /** Whether there will be no events behind a number. */
    synchronized boolean endsAt(long number) {
        return ended && number >= last;
    }

    synchronized long last() {
        return last;
    }

    /** @param wake run after each event */
    void addReader(Runnable wake) {
        readers.add(wake);
    }

    void removeReader(Runnable wake) {
        readers.remove(wake);
    }

    boolean hasReaders() {
        return !readers.isEmpty();
    }
}
