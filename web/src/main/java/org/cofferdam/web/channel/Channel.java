package org.cofferdam.web.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.web.error.Problems;
import org.cofferdam.web.json.Json;
import org.cofferdam.web.websocket.Message;
import org.cofferdam.web.websocket.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One open channel: reads messages, starts an operation for each, and lets it answer by itself. A message that is no good is answered with
 * an {@code error} event, and the channel goes on. When the client goes, operations that follow something end, and what they follow does
 * not.
 */
final class Channel {

    /** The most operations under way; further messages wait on the network. */
    private static final int MOST_OPERATIONS = 256;

    private static final int LONGEST_ID = 64;
    private static final Record NOTHING = new Nothing();

    private final Socket socket;
    private final SandboxId sandbox;
    private final Operations operations;
    private final Semaphore places = new Semaphore(MOST_OPERATIONS);
    private final Map<String, Answer> running = new ConcurrentHashMap<>();
    /** For each order the last operation; for the reading thread alone but for its end. */
    private final Map<Object, CountDownLatch> last = new HashMap<>();

    Channel(Socket socket, SandboxId sandbox, Operations operations) {
        this.socket = socket;
        this.sandbox = sandbox;
        this.operations = operations;
    }

    void run() throws IOException, InterruptedException {
        try {
            Message message = socket.receive();
            while (message != null) {
                accept(message);
                message = socket.receive();
            }
        } finally {
            running.values().forEach(Answer::cancel);
        }
    }

    private void accept(Message message) throws IOException, InterruptedException {
        String id = null;
        try {
            if (!(message instanceof Message.Text(String text))) {
                throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "Messages are text: JSON objects");
            }
            ObjectNode members = Json.object(text);
            id = word(members, "id");
            if (id == null || id.isEmpty() || id.length() > LONGEST_ID) {
                throw new SandboxException(
                        ErrorCode.INVALID_VALUE, "id is a string of 1 to " + LONGEST_ID + " characters");
            }
            accept(id, word(members, "op"), members);
        } catch (SandboxException e) {
            if (id == null) {
                socket.sendText(Json.bytes(new Refusal("error", Problems.of(e))));
            } else {
                new Answer(socket, sandbox, id, _ -> {}).error(Problems.of(e));
            }
        }
    }

    private static @Nullable String word(ObjectNode members, String name) {
        JsonNode value = members.remove(name);
        return value != null && value.isTextual() ? value.asText() : null;
    }

    private void accept(String id, @Nullable String op, ObjectNode members) throws InterruptedException {
        switch (op) {
            case "ack" -> {
                long position = Json.convert(members, Ack.class).position();
                Answer answer = running.get(id);
                if (answer != null) {
                    answer.acknowledge(position);
                }
            }
            case "cancel" -> {
                Json.convert(members, Nothing.class);
                Answer answer = running.get(id);
                if (answer != null) {
                    answer.cancel();
                }
            }
            case null, default -> start(id, operations.require(op), members);
        }
    }

    private <R extends Record> void start(String id, ChannelOperation<R> operation, ObjectNode members)
            throws InterruptedException {
        R request = operation.read(members);
        Answer answer = new Answer(socket, sandbox, id, this::leave);
        if (running.containsKey(id)) {
            throw new SandboxException(ErrorCode.OPERATION_EXISTS, "An operation of this id is under way");
        }
        places.acquire();
        running.put(id, answer);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch before = enqueue(operation.order(request), end);
        Thread.ofVirtual().name("channel-" + operation.op()).start(() -> {
            try {
                if (before != null) {
                    before.await();
                }
                run(operation, request, answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                leave(answer);
                end.countDown();
            }
        });
    }

    /** What an operation waits for, or null. */
    private @Nullable CountDownLatch enqueue(@Nullable Object order, CountDownLatch end) {
        if (order == null) {
            return null;
        }
        last.values().removeIf(it -> it.getCount() == 0);
        return last.put(order, end);
    }

    private <R extends Record> void run(ChannelOperation<R> operation, R request, Answer answer)
            throws InterruptedException {
        try {
            follow(operation, request, answer);
            if (!answer.hasEnded()) {
                answer.ended();
                answer.event("cancelled", NOTHING);
            }
        } catch (IOException e) {
            leave(answer); // the client has gone, and is told nothing
        }
    }

    private static <R extends Record> void follow(ChannelOperation<R> operation, R request, Answer answer)
            throws IOException, InterruptedException {
        try {
            operation.run(request, answer);
        } catch (CancelledException e) {
            // it waited for credit; what is left to say is that it was cancelled
        } catch (RuntimeException e) {
            answer.error(Problems.of(e));
        }
    }

    /** Gives id and place back, once. */
    private void leave(Answer answer) {
        if (running.remove(answer.id(), answer)) {
            places.release();
        }
    }

    /** The request {@code ack}. */
    record Ack(long position) {}

    /** A message without further members. */
    record Nothing() {}

    /** An error of a message whose id is not known. */
    record Refusal(String event, Problem problem) {}
}
