package org.cofferdam.client;

import org.cofferdam.protocol.terminal.TerminalEvent;

/**
 * What a {@link TerminalConnection} tells: one call at a time, in order, on a thread of the connection. While one runs nothing more is read
 * from the network, so a slow listener that may type holds the program back. What a listener throws ends the connection.
 */
@FunctionalInterface
public interface TerminalListener {

    /**
     * The terminal printed something, or what puts a screen that is new or has missed something into the modes in force.
     *
     * @param bytes cut anywhere, also within a character; the listener's own
     */
    void onData(byte[] bytes);

    /**
     * All that was printed before this listener came has been given. What a terminal emulator answers to that, when it finds questions in it,
     * was answered by others: it must not be typed. Not called behind a cut.
     */
    default void onLive() {}

    /** Output between two positions was not kept, or a listener that only reads was too slow for it. */
    default void onSkipped(long from, long to) {}

    /** The terminal has another size than before, that of the viewer who was active last. */
    default void onResize(int cols, int rows) {}

    /** Its process ended; nothing follows. */
    default void onExit(TerminalEvent.Exit exit) {}
}
