package org.cofferdam.web.event;

import java.io.IOException;
import org.cofferdam.protocol.error.Problem;

/** How a process's events are written down. */
interface ProcessEventForm {

    /** The most output in one event, in bytes. */
    int outputBytes();

    /** Writes an event that is no output. */
    void event(String name, long position, Record data) throws IOException;

    /**
     * Writes an event of output.
     *
     * @param text whether the bytes are whole UTF-8, and may be written as such
     */
    void output(String name, long position, boolean text, byte[] bytes, int from, int to) throws IOException;

    /** Says that the stream breaks off here. */
    void error(Problem problem) throws IOException;

    /** Shows the client that the stream lives, and us whether the client does. */
    void heartbeat() throws IOException;

    /** Sends all that was written. */
    void flush() throws IOException;
}
