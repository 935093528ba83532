package org.cofferdam.web.event;

import java.io.IOException;
import org.cofferdam.protocol.error.Problem;

/** Writes events of one kind for a client; for one thread. */
public sealed interface EventWriter<E> permits ProcessEventWriter, NumberedEventWriter {

    /** Takes an event, which may stay here until {@link #flush}. */
    void write(E event) throws IOException;

    /** Says that the stream breaks off here. */
    void error(Problem problem) throws IOException;

    /** Shows the client that the stream lives, and us whether the client does. */
    void heartbeat() throws IOException;

    /** Sends all that is known. */
    void flush() throws IOException;
}
