package org.cofferdam.client;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One operation under way over a channel's socket: what the server has said to it and nobody has read yet; bounded by its window. */
final class ChannelExchange {

    /** Takes the place of the messages that no longer come. */
    private static final byte[] END = {};

    private final ChannelSocket socket;
    private final String id;
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();

    ChannelExchange(ChannelSocket socket, String id) {
        this.socket = socket;
        this.id = id;
    }

    ChannelSocket socket() {
        return socket;
    }

    String id() {
        return id;
    }

    void add(byte[] message) {
        messages.add(message);
    }

    /** No more messages come. */
    void end() {
        messages.add(END);
    }

    /**
     * The next message; waits until there is one.
     *
     * @throws IOException when the socket is broken, or silent for too long
     */
    byte[] next() throws IOException {
        try {
            byte[] message = messages.take();
            if (message.length == 0) {
                end();
                throw socket.failure();
            }
            return message;
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        }
    }
}
