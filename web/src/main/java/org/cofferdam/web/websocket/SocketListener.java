package org.cofferdam.web.websocket;

import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Hands on what comes; on the connection's I/O thread, so it never blocks. Pings and closes are answered by what it extends. */
final class SocketListener extends AbstractReceiveListener {

    private final Inbox inbox;
    private final SignsOfLife life;

    SocketListener(Inbox inbox, SignsOfLife life) {
        this.inbox = inbox;
        this.life = life;
    }

    @Override
    protected long getMaxTextBufferSize() {
        return Socket.MOST_MESSAGE_BYTES;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
        return Socket.MOST_MESSAGE_BYTES;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
        life.seen();
        inbox.add(new Message.Text(message.getData()));
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
        life.seen();
        try (var data = message.getData()) {
            ByteBuffer whole = WebSockets.mergeBuffers(data.getResource());
            byte[] bytes = new byte[whole.remaining()];
            whole.get(bytes);
            inbox.add(new Message.Binary(bytes));
        }
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
        life.seen();
        message.getData().close();
    }

    @Override
    protected void onFullPingMessage(WebSocketChannel channel, BufferedBinaryMessage message) throws IOException {
        life.seen();
        super.onFullPingMessage(channel, message);
    }
}
