package org.cofferdam.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/**
 * There was no whole answer: the server could not be reached, the connection broke, a deadline passed, what answered was not
 * Cofferdam, or the waiting thread was interrupted ({@link #interrupted()}).
 *
 * <p>Whether the server carried out the request is not known, unless the cause is a {@link java.net.ConnectException}: then nothing was
 * sent. Commands are looked up and continued by the client itself before it throws this; anything else may be repeated by the
 * caller where repeating is harmless.
 */
public final class ConnectionException extends UncheckedIOException {

    @Serial
    private static final long serialVersionUID = 1L;

    ConnectionException(String message, IOException cause) {
        super(message, cause);
    }

    /** Whether the thread's interrupt caused it; its flag is set again. */
    public boolean interrupted() {
        return getCause() instanceof Interrupted;
    }

    static ConnectionException ofInterrupt(Exception cause) {
        Thread.currentThread().interrupt();
        return new ConnectionException("Interrupted while waiting for the server", new Interrupted(cause));
    }

    private static final class Interrupted extends InterruptedIOException {
        @Serial
        private static final long serialVersionUID = 1L;

        Interrupted(Exception cause) {
            super("Interrupted");
            initCause(cause);
        }
    }
}
