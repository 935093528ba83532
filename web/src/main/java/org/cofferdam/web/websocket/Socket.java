package org.cofferdam.web.websocket;

import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * An open WebSocket. One thread receives; any number send, and each blocks while too much is on its way to the client: so whoever produces
 * is held back, and nothing is dropped. What comes in is bounded likewise: while nobody receives, nothing is read from the network.
 */
public final class Socket implements AutoCloseable {

    /** The longest message that a client may send, in bytes; a longer one closes the socket with 1009. */
    public static final int MOST_MESSAGE_BYTES = 1 << 20;

    private static final long INBOX_BYTES = 1 << 20;
    private static final long OUTBOX_BYTES = 1 << 20;

    private static final WebSocketCallback<Outbox.Room> SENT = new WebSocketCallback<>() {
        @Override
        public void complete(WebSocketChannel channel, Outbox.Room room) {
            room.leave();
        }

        @Override
        public void onError(WebSocketChannel channel, Outbox.Room room, Throwable throwable) {
            room.leave();
            IoUtils.safeClose(channel);
        }
    };

    private final WebSocketChannel channel;
    private final Inbox inbox;
    private final Outbox outbox = new Outbox(OUTBOX_BYTES);
    private final SignsOfLife life;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Socket(WebSocketChannel channel, Duration interval) {
        this.channel = channel;
        this.inbox = new Inbox(
                new Inbox.Source() {
                    @Override
                    public void pause() {
                        channel.suspendReceives();
                    }

                    @Override
                    public void goOn() {
                        channel.resumeReceives();
                    }
                },
                INBOX_BYTES);
        this.life = new SignsOfLife(
                interval, () -> inbox.paused() ? SignsOfLife.UNKNOWN : outbox.sent(), this::ping, this::cut);
    }

    /** Takes over an upgraded connection; messages come from now on. */
    static Socket open(WebSocketChannel channel, Duration heartbeat) {
        Socket socket = new Socket(channel, heartbeat);
        channel.getReceiveSetter().set(new SocketListener(socket.inbox, socket.life));
        channel.addCloseTask(_ -> socket.ended());
        socket.life.start();
        channel.resumeReceives();
        return socket;
    }

    /** The next message; blocks until there is one, null when the socket is closed. */
    public @Nullable Message receive() throws InterruptedException {
        return inbox.take();
    }

    /**
     * Sends a text message.
     *
     * @param utf8 not changed by anybody from now on
     * @throws IOException when the client has gone
     */
    public void sendText(byte[] utf8) throws IOException, InterruptedException {
        WebSockets.sendText(ByteBuffer.wrap(utf8), channel, SENT, outbox.enter(utf8.length));
    }

    /**
     * Sends a binary message.
     *
     * @param bytes not changed by anybody from now on
     * @throws IOException when the client has gone
     */
    public void sendBinary(byte[] bytes) throws IOException, InterruptedException {
        WebSockets.sendBinary(ByteBuffer.wrap(bytes), channel, SENT, outbox.enter(bytes.length));
    }

    /** Has something done when the connection has ended, at once when it has already; on a thread that must not be blocked. */
    public void onEnd(Runnable action) {
        var _ = end.thenRun(action);
    }

    /** Says that nothing more comes, behind all that was sent, and why; again without effect. */
    public void close(CloseCode code) {
        if (!channel.isCloseFrameSent()) {
            WebSockets.sendClose(new CloseMessage(code.code(), code.reason()), channel, null);
        }
        inbox.end();
        outbox.close();
    }

    /** As {@link #close(CloseCode)} with {@link CloseCode#NORMAL}. */
    @Override
    public void close() {
        close(CloseCode.NORMAL);
    }

    private void ping() {
        WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
    }

    private void cut() {
        IoUtils.safeClose(channel);
    }

    private void ended() {
        life.stop();
        inbox.end();
        outbox.close();
        end.complete(null);
    }
}
