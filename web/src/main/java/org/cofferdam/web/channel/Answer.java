package org.cofferdam.web.channel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.web.json.Json;
import org.cofferdam.web.websocket.Credit;
import org.cofferdam.web.websocket.Socket;
import org.jspecify.annotations.Nullable;

/** What one operation says to its client: events that carry its id. Sending blocks while the client or the network is slow. */
public final class Answer {

    private final Socket socket;
    private final SandboxId sandbox;
    private final String id;
    private final byte[] head;
    private final Consumer<Answer> whenEnded;
    private @Nullable Runnable canceller;
    private boolean cancelled;
    private volatile @Nullable Credit credit;
    private volatile boolean ended;

    /** @param whenEnded called before the last event is sent */
    Answer(Socket socket, SandboxId sandbox, String id, Consumer<Answer> whenEnded) {
        this.whenEnded = whenEnded;
        this.socket = socket;
        this.sandbox = sandbox;
        this.id = id;
        byte[] object = Json.bytes(JsonNodeFactory.instance.objectNode().put("id", id));
        this.head = Arrays.copyOf(object, object.length - 1);
    }

    public SandboxId sandbox() {
        return sandbox;
    }

    String id() {
        return id;
    }

    /** From now on events wait while their position is more than {@code window} ahead of what the client has acknowledged. */
    public void limit(long window) {
        credit = new Credit(window);
    }

    /** What ends the operation when it is cancelled or the client goes; called at most once, on any thread, at once when it was already. */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                canceller = action;
                return;
            }
        }
        action.run();
    }

    /**
     * Sends an event.
     *
     * @param data its members besides {@code id} and {@code event}
     */
    public void event(String name, Record data) throws IOException, InterruptedException {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("event", name);
        send(inside(Json.bytes(event)), inside(Json.bytes(data)));
    }

    /**
     * Sends an event whose place in a stream is known, when the client has credit for it.
     *
     * @param before the position of what was sent before it
     * @param members the inside of a JSON object
     */
    public void event(long before, byte[] members) throws IOException, InterruptedException {
        Credit limit = credit;
        if (limit != null && !limit.await(before)) {
            throw new CancelledException();
        }
        send(members);
    }

    /** The last event of a stream; it needs no credit. */
    void last(byte[] members) throws IOException, InterruptedException {
        ended();
        send(members);
    }

    /** The last event: it was done, and this came of it. */
    public void done(Record data) throws IOException, InterruptedException {
        ended();
        event("done", data);
    }

    /** The last event: it failed. */
    public void error(Problem problem) throws IOException, InterruptedException {
        ended();
        event("error", new Failure(problem));
    }

    /** The next event is the last: behind it the client may use the id again. */
    public void ended() {
        ended = true;
        whenEnded.accept(this);
    }

    boolean hasEnded() {
        return ended;
    }

    void acknowledge(long position) {
        Credit limit = credit;
        if (limit != null) {
            limit.acknowledge(position);
        }
    }

    void cancel() {
        Runnable action;
        synchronized (this) {
            action = cancelled ? null : canceller;
            cancelled = true;
        }
        Credit limit = credit;
        if (limit != null) {
            limit.close();
        }
        if (action != null) {
            action.run();
        }
    }

    private void send(byte[]... parts) throws IOException, InterruptedException {
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length
                + 64
                + Arrays.stream(parts).mapToInt(part -> part.length).sum());
        message.write(head);
        for (byte[] part : parts) {
            if (part.length > 0) {
                message.write(',');
                message.write(part);
            }
        }
        message.write('}');
        socket.sendText(message.toByteArray());
    }

    private static byte[] inside(byte[] object) {
        return Arrays.copyOfRange(object, 1, object.length - 1);
    }

    /** For what may throw nothing but I/O failures. */
    static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException failure = new InterruptedIOException("Interrupted");
        failure.initCause(e);
        return failure;
    }

    /** The data of {@code error}. */
    record Failure(Problem problem) {}
}
