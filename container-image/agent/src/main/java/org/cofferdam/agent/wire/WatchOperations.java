package org.cofferdam.agent.wire;

import java.util.List;
import org.cofferdam.agent.watch.FileWatches;
import org.cofferdam.agent.watch.WatchReader;
import org.cofferdam.protocol.file.FileChanges;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.WatchPosition;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.wire.FrameKind;

/** The operations on changes of files. */
final class WatchOperations {

    private static final int AT_ONCE = 256;

    private final FileWatches watches;

    WatchOperations(FileWatches watches) {
        this.watches = watches;
    }

    FileEvent follow(Connection connection, WatchRequest.Follow request) throws ConnectionClosedException {
        try (WatchReader reader = watches.open(request.watch(), request.spec(), request.after())) {
            reader.onEvent(connection.wake());
            long position = reader.begin(request.after());
            connection.send(FrameKind.EVENT, FileEvent.start(position, reader.directory()));
            while (true) {
                List<FileEvent> events = reader.behind(position, AT_ONCE);
                for (FileEvent event : events) {
                    position = event.number();
                    if (reader.endsAt(position)) {
                        return event;
                    }
                    connection.send(FrameKind.EVENT, event);
                }
                connection.flush();
                if (events.isEmpty()) {
                    connection.await(false, false, null, -1);
                }
            }
        }
    }

    FileChanges changes(WatchRequest.Changes request) {
        try (WatchReader reader = watches.open(request.watch(), request.spec(), request.since())) {
            long since = reader.begin(request.since());
            List<FileEvent> events = reader.behind(since, WatchRequest.MOST_CHANGES);
            long next = events.isEmpty() ? since : events.getLast().number();
            return new FileChanges(events, WatchPosition.of(request.watch(), next), next < reader.last());
        }
    }
}
