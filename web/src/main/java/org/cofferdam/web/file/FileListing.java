package org.cofferdam.web.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.web.event.JsonSink;
import org.cofferdam.web.json.Json;

/** Writes a list of any length as it comes. Until the first buffer is full nothing is written, so that an early failure is a clean one. */
final class FileListing {

    private static final int BUFFER_BYTES = 32 << 10;

    private final JsonSink sink;
    private String before = "{\"items\":[";

    FileListing(OutputStream out) {
        this.sink = new JsonSink(out, BUFFER_BYTES);
    }

    void add(FileInfo entry) {
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
}
