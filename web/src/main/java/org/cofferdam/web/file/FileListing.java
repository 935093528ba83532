package org.cofferdam.web.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.cofferdam.web.event.JsonSink;
import org.cofferdam.web.json.Json;

/** Writes a list of any length as it comes, then what there is to say about it. Until the first buffer is full nothing is written, so that an early failure is a clean one. */
final class FileListing {

    private static final int BUFFER_BYTES = 32 << 10;

    private final JsonSink sink;
    private String before = "{\"items\":[";

    FileListing(OutputStream out) {
        this.sink = new JsonSink(out, BUFFER_BYTES);
    }

    void add(Record entry) {
        try {
            sink.ascii(before);
            sink.raw(Json.bytes(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        before = ",";
    }

    void end() throws IOException {
        if (!before.equals(",")) {
            sink.ascii(before);
        }
        sink.ascii("]}");
        sink.drain();
    }

    /** Ends it with a record's members behind the items. */
    void end(Record summary) throws IOException {
        if (!before.equals(",")) {
            sink.ascii(before);
        }
        sink.ascii("],");
        byte[] members = Json.bytes(summary);
        sink.raw(Arrays.copyOfRange(members, 1, members.length));
        sink.drain();
    }
}
