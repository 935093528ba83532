package org.cofferdam.web.file;

import org.cofferdam.connector.EventSource;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.WatchId;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;

/** Where the events of a watch come from. */
public final class WatchSource {

    private WatchSource() {}

    /** @param after the number of the last event seen; null for a new watch */
    public static EventSource<FileEvent> of(WatchSpec spec, WatchId watch, @Nullable Long after) {
        return new EventSource<>(
                Operation.FILE_WATCH,
                new WatchRequest.Follow(spec, watch, after),
                FileEvent.class,
                number -> of(spec, watch, number));
    }
}
