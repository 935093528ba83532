package org.cofferdam.agent.wire;

import java.io.IOException;

/** The server went away, or what it says is no frame: the end of this connection, and of nothing else. */
final class ConnectionClosedException extends IOException {

    ConnectionClosedException(String message) {
        super(message);
    }
}
