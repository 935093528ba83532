package org.cofferdam.agent.log;

import org.jspecify.annotations.Nullable;

/** Where a reader goes on. */
sealed interface Find {

    /**
     * In a segment.
     *
     * @param memory holds its records, or null when its file does
     * @param stored how many bytes of records there are
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Data(Segment segment, byte @Nullable [] memory, long stored) implements Find {}

    /** Behind {@code to}, for what lies before is gone. */
    record Gap(long to) implements Find {}

    /** Nowhere yet. */
    record Nothing() implements Find {}

    /** Nowhere ever. */
    record End() implements Find {}
}
