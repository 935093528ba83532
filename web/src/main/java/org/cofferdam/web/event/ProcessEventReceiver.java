package org.cofferdam.web.event;

import java.io.IOException;
import org.cofferdam.protocol.error.Problem;

/** Takes a process's events as messages. */
public interface ProcessEventReceiver {

    /**
     * Blocks until the message may go.
     *
     * @param before the position of the output before it, 0 for what is no output
     * @param last whether there will be no more
     * @param members the inside of a JSON object, without braces
     * @throws IOException when the client has gone
     */
    void message(long before, boolean last, byte[] members) throws IOException;

    /** Says that the stream breaks off here. */
    void error(Problem problem) throws IOException;
}
