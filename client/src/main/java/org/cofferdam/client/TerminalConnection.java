package org.cofferdam.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that is watched and typed into; what it prints goes to a {@link TerminalListener}.
 *
 * <p>A cut connection is mended unseen: another one goes on behind the last position, so that the listener gets the bytes of an uncut one.
 * Attempts follow each other until {@link ClientSettings#resumeWithin()} has passed. What was typed in the moment of the cut may be lost, as
 * nobody can know: what the terminal shows tells. When the terminal is unknown by then, its sandbox has started anew, and it ends with
 * status {@code LOST}.
 *
 * <p>For any number of threads. An open connection keeps the sandbox awake, and the terminal from its idle limit.
 */
public final class TerminalConnection implements AutoCloseable {

    private static final int PIECE_BYTES = 64 << 10;

    private final TerminalFeed feed;

    private TerminalConnection(TerminalFeed feed) {
        this.feed = feed;
    }

    /** Returns when the terminal is shown, so that what the server refuses is thrown before there is a connection. */
    static TerminalConnection open(TerminalFeed feed) {
        feed.begin();
        return new TerminalConnection(feed);
    }

    /** Position of the last byte that the listener got. */
    public long position() {
        return feed.position();
    }

    /** As {@link #write(byte[])}, in UTF-8. */
    public void write(String keys) {
        write(keys.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Types; blocks while the program does not read, and while the connection is mended. A program that reads whole lines gets of each at
     * most 4095 bytes (termios(3)).
     *
     * @param keys as a terminal sends them: a carriage return for enter, {@code 0x03} for Ctrl-C
     * @throws IllegalStateException when the terminal has ended, or this is closed or only watches
     * @throws ConnectionException when the connection was cut meanwhile: some of the keys may have arrived
     */
    public void write(byte[] keys) {
        for (int at = 0; at < keys.length; at += PIECE_BYTES) {
            ByteBuffer piece = ByteBuffer.wrap(keys, at, Math.min(PIECE_BYTES, keys.length - at));
            send(socket -> socket.sendBinary(piece));
        }
    }

    /** Tells that this viewer has another size; the program gets {@code WINCH}. Fails as {@link #write(byte[])}. */
    public void resize(int cols, int rows) {
        feed.resize(new TerminalSize(cols, rows));
        send(socket -> socket.sendText("{\"type\":\"resize\",\"cols\":" + cols + ",\"rows\":" + rows + "}"));
    }

    private interface Sending {
        void over(TerminalSocket socket) throws IOException;
    }

    private void send(Sending message) {
        if (feed.readOnly()) {
            throw new IllegalStateException("This connection only watches");
        }
        try {
            message.over(feed.sockets().require());
        } catch (IOException e) {
            throw new ConnectionException("The connection was cut, and what was typed may have arrived or not", e);
        }
    }

    /**
     * Waits until the terminal's process has ended and the listener knows.
     *
     * @return null when closed
     * @throws SandboxException what the server said when the connection was to be mended
     * @throws ConnectionException when a cut could not be mended in time, or the thread was interrupted
     */
    public TerminalEvent.@Nullable Exit await() {
        try {
            return feed.end().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        }
    }

    /** Lets go of the connection, when all that was typed is on its way; the terminal goes on. The listener may still be in a last call. */
    @Override
    public void close() {
        feed.sockets().close();
    }
}
