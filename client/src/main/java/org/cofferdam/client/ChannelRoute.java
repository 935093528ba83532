package org.cofferdam.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.StdinPosition;

/** One message for each, over a channel's socket. */
record ChannelRoute(Transport transport, ChannelLink link) implements Route {

    /** How much standard input goes into one message, in bytes. */
    static final int INPUT_BYTES = 128 << 10;

    /** The longest standard input, in characters, that goes along with its command. */
    private static final int SHORT_INPUT = 32 << 10;

    @Override
    public EventReader start(ExecRequest request) throws IOException {
        if (carriesStdin(request)) {
            return reader("exec", Transport.JSON.valueToTree(request), 0);
        }
        return follow(start(request.toProcess()).id(), EventSource.NOTHING, true);
    }

    /** Messages have a bound. */
    @Override
    public boolean carriesStdin(ExecRequest request) {
        return request.stdin() == null || request.stdin().length() <= SHORT_INPUT;
    }

    ProcessInfo start(ProcessSpec spec) throws IOException {
        ObjectNode members = Transport.JSON.valueToTree(spec);
        members.set("processId", members.remove("id"));
        return Transport.JSON.treeToValue(ask("start", members).get("process"), ProcessInfo.class);
    }

    @Override
    public EventReader follow(ProcessId process, long after, boolean lossless) throws IOException {
        ObjectNode members = ofProcess(process).put("lossless", lossless);
        if (after != EventSource.NOTHING) {
            members.put("after", after);
        }
        return reader("attach", members, Math.max(0, after));
    }

    private EventReader reader(String op, ObjectNode members, long after) throws IOException {
        members.put("window", ChannelReader.WINDOW);
        return new ChannelReader(link.socket().begin(op, members), after);
    }

    @Override
    public void writeStdin(ProcessId process, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int done = 0;
        while (done < bytes.length) {
            int to = Math.min(bytes.length, done + INPUT_BYTES);
            writeStdin(process, done, Arrays.copyOfRange(bytes, done, to), to == bytes.length);
            done = to;
        }
    }

    /** @param bytes few enough for one message */
    StdinPosition writeStdin(ProcessId process, long offset, byte[] bytes, boolean close) throws IOException {
        ObjectNode members = ofProcess(process).put("offset", offset).put("close", close);
        members.put("dataBase64", bytes);
        return Transport.JSON.treeToValue(ask("stdin", members), StdinPosition.class);
    }

    static ObjectNode ofProcess(ProcessId process) {
        return Transport.JSON.createObjectNode().put("processId", process.value());
    }

    /**
     * Sends an operation and waits for its only event.
     *
     * @throws org.cofferdam.protocol.error.SandboxException what the server says
     * @throws IOException when there is no answer
     */
    JsonNode ask(String op, ObjectNode members) throws IOException {
        ChannelExchange exchange = link.socket().begin(op, members);
        try {
            JsonNode event = Transport.JSON.readTree(exchange.next());
            return switch (event.path("event").asText()) {
                case "done" -> event;
                case "error" ->
                    throw Transport.JSON
                            .treeToValue(event.get("problem"), Problem.class)
                            .toException();
                default -> throw new IOException("Not an answer: " + event.path("event"));
            };
        } finally {
            exchange.socket().forget(exchange);
        }
    }

    @Override
    public ConnectionException failure(IOException e) {
        return transport.failure(e);
    }
}
