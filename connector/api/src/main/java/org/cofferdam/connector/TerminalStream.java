package org.cofferdam.connector;

import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of a terminal: one thread reads, another may type. Any thread may close it, which leaves the terminal alone. When the
 * connection breaks it fails with {@code agent-lost}: who attaches again behind the last position misses nothing.
 */
public interface TerminalStream extends AutoCloseable {

    /**
     * The next event; blocks until there is one, null after {@link TerminalEvent.Exit} and when the stream is closed.
     */
    @Nullable TerminalEvent next();

    /** Types; blocks while the program does not read. What is typed behind the end goes nowhere. */
    void type(byte[] bytes);

    /** Tells that this viewer has another size. */
    void resize(TerminalSize size);

    @Override
    void close();
}
