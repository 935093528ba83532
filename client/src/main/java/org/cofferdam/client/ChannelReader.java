package org.cofferdam.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;

/** The events of one process over a channel's socket. What was read is acknowledged, so that more comes. */
final class ChannelReader implements EventReader {

    /** How much output may be on its way to its reader. */
    static final long WINDOW = 1 << 20;

    private final ChannelExchange exchange;
    private long acknowledged;
    private boolean finished;

    /** @param after the position behind which the events begin, 0 for all */
    ChannelReader(ChannelExchange exchange, long after) {
        this.exchange = exchange;
        this.acknowledged = after;
    }

    @Override
    public ProcessEvent next() throws IOException {
        ProcessEvent event = read(exchange.next());
        if (event instanceof ProcessEvent.Output output && output.position() - acknowledged >= WINDOW / 2) {
            ObjectNode position = Transport.JSON.createObjectNode().put("position", output.position());
            exchange.socket().send(exchange.id(), "ack", position);
            acknowledged = output.position();
        }
        return event;
    }

    /** Output is most of what comes, so it is read without a tree in between. */
    private static ProcessEvent read(byte[] message) throws IOException {
        String event = "";
        long position = -1;
        try (JsonParser json = Transport.JSON.createParser(message)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "event" -> event = json.getText();
                    case "position" -> position = json.getLongValue();
                    case "data" -> {
                        return output(event, position, json.getText().getBytes(StandardCharsets.UTF_8));
                    }
                    case "dataBase64" -> {
                        return output(event, position, json.getBinaryValue());
                    }
                    default -> json.skipChildren();
                }
            }
        }
        ObjectNode node = (ObjectNode) Transport.JSON.readTree(message);
        return switch (event) {
            case "start" -> Transport.JSON.treeToValue(node, ProcessEvent.Start.class);
            case "truncated" -> Transport.JSON.treeToValue(node, ProcessEvent.Truncated.class);
            case "complete" -> Transport.JSON.treeToValue(node, ProcessEvent.Complete.class);
            case "error" ->
                throw Transport.JSON
                        .treeToValue(node.get("problem"), Problem.class)
                        .toException();
            default -> throw new IOException("Not an event of a process: " + event);
        };
    }

    private static ProcessEvent.Output output(String event, long position, byte[] bytes) {
        OutputStreamName stream = event.equals("stdout") ? OutputStreamName.STDOUT : OutputStreamName.STDERR;
        return new ProcessEvent.Output(stream, position, bytes);
    }

    @Override
    public void finish() {
        finished = true;
    }

    /** The server stops following; the process goes on. */
    @Override
    public void close() {
        exchange.end();
        exchange.socket().forget(exchange);
        if (!finished && exchange.socket().isOpen()) {
            try {
                exchange.socket().send(exchange.id(), "cancel", Transport.JSON.createObjectNode());
            } catch (IOException e) {
                // Whoever uses the socket next finds it broken; the server stops with it
            }
        }
    }
}
