package org.cofferdam.web.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.web.json.Json;

/** Server-sent events (HTML Standard, 9.2.5) through one buffer; for one thread. */
final class SseSink {

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final JsonSink sink;

    /** @param capacity of the buffer in bytes */
    SseSink(OutputStream out, int capacity) {
        this.sink = new JsonSink(out, capacity);
    }

    /** An event with a record as its data. */
    void event(String name, String id, Object data) throws IOException {
        begin(name, id);
        sink.raw(Json.bytes(data));
        end();
    }

    /** Begins an event whose data the caller writes himself, in one line. */
    JsonSink begin(String name, String id) throws IOException {
        sink.ascii("event: " + name + "\nid: " + id + "\ndata: ");
        return sink;
    }

    void end() throws IOException {
        sink.ascii("\n\n");
    }

    /** Says that the stream breaks off here. It has no id: what the client saw last stays what it resumes behind. */
    void error(Problem problem) throws IOException {
        sink.ascii("event: error\ndata: ");
        sink.raw(Json.bytes(problem));
        end();
    }

    /** Shows the client that the stream lives, and us whether the client does. */
    void heartbeat() throws IOException {
        sink.raw(HEARTBEAT);
        sink.flush();
    }

    void flush() throws IOException {
        sink.flush();
    }
}
