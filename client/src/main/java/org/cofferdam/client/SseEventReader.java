package org.cofferdam.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.jspecify.annotations.Nullable;

/** The events of one process as server-sent events. Output is most of what comes: its text goes straight from the JSON to the event's bytes. */
final class SseEventReader implements EventReader {

    private final SseReader in;

    SseEventReader(ResponseStream in) {
        this.in = new SseReader(in);
    }

    @Override
    public ProcessEvent next() throws IOException {
        while (true) {
            in.next();
            ProcessEvent event = event();
            if (event != null) {
                return event;
            }
        }
    }

    /** Reads what is behind the last event, so that the connection can be used again; without that nothing is amiss. */
    @Override
    public void finish() {
        in.finish();
    }

    private @Nullable ProcessEvent event() throws IOException {
        byte[] json = in.data();
        return switch (in.type()) {
            case "start" -> Transport.JSON.readValue(json, ProcessEvent.Start.class);
            case "stdout" -> new ProcessEvent.Output(OutputStreamName.STDOUT, position(), OutputData.decode(json));
            case "stderr" -> new ProcessEvent.Output(OutputStreamName.STDERR, position(), OutputData.decode(json));
            case "truncated" -> Transport.JSON.readValue(json, ProcessEvent.Truncated.class);
            case "complete" -> complete(json);
            case "error" -> throw Transport.JSON.readValue(json, Problem.class).toException();
            default -> null;
        };
    }

    private ProcessEvent complete(byte[] json) throws IOException {
        ObjectNode node = (ObjectNode) Transport.JSON.readTree(json);
        node.put("position", position());
        return Transport.JSON.treeToValue(node, ProcessEvent.Complete.class);
    }

    private long position() {
        try {
            return Long.parseLong(in.id());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        in.close();
    }
}
