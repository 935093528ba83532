package org.cofferdam.web.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.cofferdam.web.event.JsonSink;
import org.cofferdam.web.json.Json;

/**
 * Writes a list of any length as it comes, then what there is to say about it. Until the first buffer is full nothing is written, so that an
 * early failure is a clean one.
 */
final class FileListing {

    private static final int BUFFER_BYTES = 32 << 10;
    private static final String BEGIN = "{\"items\":[";
    private static final String END = "]}";

    private final JsonSink sink;
    private String before = BEGIN;

    FileListing(OutputStream out) {
        this.sink = new JsonSink(out, BUFFER_BYTES);
    }

    /** @param part what the agent sent: a record whose one member is {@code items}, none of which is looked at */
    void add(byte[] part) {
        try {
            sink.ascii(before);
            sink.raw(Arrays.copyOfRange(part, BEGIN.length(), part.length - END.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        before = ",";
    }

    void end() throws IOException {
        if (!before.equals(",")) {
            sink.ascii(before);
        }
        sink.ascii(END);
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
