package org.cofferdam.agent.log;

import java.lang.foreign.MemorySegment;

/** Takes what a {@link LogReader} finds. */
public interface LogSink {

    /** How many bytes of output it takes now; the reader pauses at 0. */
    int room();

    /**
     * Some output, at most {@link #room()} bytes.
     *
     * @param end position of its last byte
     * @param bytes valid during the call
     */
    void output(int stream, long end, MemorySegment bytes, long offset, int length);

    /** Output behind {@code from} up to and including {@code to} is no longer kept. */
    void truncated(long from, long to);
}
