package org.cofferdam.web.websocket;

import java.io.IOException;

/** What a server says over one socket. */
@FunctionalInterface
public interface Conversation {

    /**
     * Talks, on a virtual thread of its own, until {@link Socket#receive} gives null or there is nothing more to say; the socket is closed when
     * this returns ({@link CloseCode#NORMAL}) or throws. A {@link org.cofferdam.protocol.error.SandboxException} closes it with 4000 and the
     * code's HTTP status, for example 4404, and the code as reason.
     *
     * @throws IOException when the client has gone
     */
    void hold(Socket socket) throws IOException, InterruptedException;
}
