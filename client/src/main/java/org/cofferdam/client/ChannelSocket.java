package org.cofferdam.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of a channel. A thread of its own hands each message to the exchange whose id it has, and never waits for a reader: how much
 * can be waiting is bounded by the exchanges' windows.
 */
final class ChannelSocket {

    /** The server pings every 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private static final byte[] HEAD = "{\"id\":\"".getBytes(StandardCharsets.US_ASCII);

    private final WebSocketWire wire;
    private final Map<String, ChannelExchange> exchanges = new ConcurrentHashMap<>();
    private final AtomicLong made = new AtomicLong();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    private ChannelSocket(WebSocketWire wire) {
        this.wire = wire;
    }

    /**
     * Opens it.
     *
     * @throws org.cofferdam.protocol.error.SandboxException what the server answers instead
     */
    static ChannelSocket open(Transport transport, SandboxId sandbox) throws IOException {
        ChannelSocket opened = new ChannelSocket(
                WebSocketWire.open(transport.url("/sandboxes/" + sandbox + "/channel"), transport.settings(), SILENCE));
        Thread.ofVirtual().name("cofferdam-channel").start(opened::read);
        return opened;
    }

    private void read() {
        try {
            while (true) {
                deliver(wire.receive());
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void deliver(byte[] message) {
        int end = HEAD.length;
        if (message.length < end || !Arrays.equals(message, 0, end, HEAD, 0, end)) {
            return;
        }
        while (end < message.length && message[end] != '"') {
            end++;
        }
        String id = new String(message, HEAD.length, end - HEAD.length, StandardCharsets.US_ASCII);
        ChannelExchange exchange = exchanges.get(id);
        if (exchange != null) {
            exchange.add(message);
        }
    }

    boolean isOpen() {
        return failure.get() == null;
    }

    /** Why it is not open. */
    IOException failure() {
        IOException cause = failure.get();
        return new IOException(cause == null ? "The channel's socket is closed" : cause.getMessage(), cause);
    }

    /**
     * Begins an operation.
     *
     * @param members of the message besides {@code id} and {@code op}
     */
    ChannelExchange begin(String op, ObjectNode members) throws IOException {
        ChannelExchange exchange = new ChannelExchange(this, "o" + made.incrementAndGet());
        exchanges.put(exchange.id(), exchange);
        boolean sent = false;
        try {
            send(exchange.id(), op, members);
            sent = true;
            return exchange;
        } finally {
            if (!sent) {
                forget(exchange);
            }
        }
    }

    /** What still comes for it is thrown away. */
    void forget(ChannelExchange exchange) {
        exchanges.remove(exchange.id());
    }

    /** Sends a message to an operation; waits while the network does not take it. */
    void send(String id, String op, ObjectNode members) throws IOException {
        byte[] message = Transport.JSON.writeValueAsBytes(
                members.objectNode().put("id", id).put("op", op).setAll(members));
        if (!isOpen()) {
            throw failure();
        }
        try {
            wire.sendText(message);
        } catch (IOException e) {
            fail(e);
            throw failure();
        }
    }

    /** Cuts it; everybody who waits is told. */
    void fail(IOException cause) {
        if (failure.compareAndSet(null, cause)) {
            try {
                wire.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
            exchanges.values().forEach(ChannelExchange::end);
        }
    }
}
