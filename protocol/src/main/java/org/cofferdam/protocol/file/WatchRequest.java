package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about changes of files. A watch is kept for {@link #KEPT_MILLIS} after its last reader went; where it is not there
 * any more, a new one begins and says {@link FileEventType#OVERFLOW} first.
 */
public sealed interface WatchRequest {

    /** How long a watch without a reader is kept. */
    long KEPT_MILLIS = 300_000;

    /** The most events in one {@link FileChanges}. */
    int MOST_CHANGES = 1000;

    /**
     * Events as they happen.
     *
     * @param watch its name, given by the server
     * @param after the number of the last one seen; null for a new watch
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Follow(WatchSpec spec, WatchId watch, @Nullable Long after) implements WatchRequest {}

    /**
     * Events that have happened, at most {@link #MOST_CHANGES}.
     *
     * @param watch its name, given by the server
     * @param since the number of the last one seen; null for a new watch
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Changes(WatchSpec spec, WatchId watch, @Nullable Long since) implements WatchRequest {}
}
