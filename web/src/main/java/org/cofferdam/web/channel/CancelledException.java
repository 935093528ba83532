package org.cofferdam.web.channel;

import java.io.IOException;

/** An operation was cancelled while its output waited for the client. */
final class CancelledException extends IOException {

    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("The operation was cancelled");
    }
}
