package org.cofferdam.tests.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Sandbox;
import org.cofferdam.tests.stage.RunningServer;
import org.jspecify.annotations.Nullable;

/** A terminal over a WebSocket as the protocol has it, without our client; for one thread. It reads only while the test waits for something. */
final class TerminalPeer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final WebSocket socket;
    private @Nullable JsonNode last;
    private long begin;

    /** A close frame. */
    record Closed(int code, String reason) {}

    /** @param query behind the question mark; what a refused handshake throws is passed on */
    TerminalPeer(RunningServer server, Sandbox sandbox, String query) {
        String url = server.url().replaceFirst("^http", "ws") + "/api/v1/sandboxes/" + sandbox.id() + "/terminal";
        socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + server.apiKey())
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create(url + "?" + query), new Listener())
                .join();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket from) {
            // Nothing is read before the test wants it
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                arrived.add(text.toString());
                text.setLength(0);
            } else {
                from.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean isLast) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            arrived.add(bytes);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            arrived.add(new Closed(code, reason));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            arrived.add(error);
        }
    }

    /** Takes one message; true while the socket is open. */
    private Object step() {
        socket.request(1);
        try {
            Object next = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            switch (next) {
                case null -> throw new AssertionError("Nothing came within " + PATIENCE + " behind " + text());
                case byte[] bytes -> output.writeBytes(bytes);
                case String text -> {
                    last = JSON.readTree(text);
                    if (last.has("position")) {
                        begin = last.get("position").asLong() - output.size();
                    }
                }
                default -> {}
            }
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads until a text message of a type has come. */
    JsonNode await(String type) {
        while (true) {
            if (step() instanceof String
                    && last != null
                    && last.get("type").asText().equals(type)) {
                return last;
            }
        }
    }

    /** Reads until the output contains something. */
    void awaitText(String part) {
        while (!text().contains(part)) {
            step();
        }
    }

    void awaitBytes(int count) {
        while (output.size() < count) {
            step();
        }
    }

    /** Reads to the end. */
    Closed awaitClose() {
        while (true) {
            if (step() instanceof Closed closed) {
                return closed;
            }
        }
    }

    /** All output so far. */
    byte[] bytes() {
        return output.toByteArray();
    }

    String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Of the last byte that was read. */
    long position() {
        return begin + output.size();
    }

    void type(String keys) {
        type(keys.getBytes(StandardCharsets.UTF_8));
    }

    void type(byte[] keys) {
        socket.sendBinary(ByteBuffer.wrap(keys), true).join();
    }

    void send(String json) {
        socket.sendText(json, true).join();
    }

    /** Says goodbye behind what was typed, without waiting for an answer. */
    void leave() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Cuts the connection without a word. */
    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
