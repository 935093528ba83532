package org.cofferdam.web.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.web.json.Json;

/** Writes a process's events as server-sent events (HTML Standard, 9.2.5); for one thread. */
final class EventWriter {

    /** The most output in one event, in bytes. */
    static final int EVENT_BYTES = 64 << 10;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ProcessId process;
    private final JsonSink sink;
    private final OutputCutter cutter;

    /** @param binary whether output is always written as base64 */
    EventWriter(ProcessId process, boolean binary, OutputStream out) {
        this.process = process;
        this.sink = new JsonSink(out, EVENT_BYTES);
        this.cutter = new OutputCutter(EVENT_BYTES, binary, this::output);
    }

    /** Takes an event; output may stay here until {@link #flush} or the next event that is none. */
    void write(ProcessEvent event) throws IOException {
        switch (event) {
            case ProcessEvent.Output output -> cutter.add(output);
            case ProcessEvent.Start start -> other("start", start.position(), StartData.of(start));
            case ProcessEvent.Truncated gap ->
                other("truncated", gap.position(), new TruncatedData(gap.from(), gap.to()));
            case ProcessEvent.Complete end -> other("complete", end.position(), CompleteData.of(process, end));
        }
    }

    /** Says that the stream breaks off here. It has no id: what the client saw last stays what it resumes behind. */
    void error(Problem problem) throws IOException {
        cutter.finish();
        sink.ascii("event: error\ndata: ");
        sink.raw(Json.bytes(problem));
        sink.ascii("\n\n");
    }

    /** Shows the client that the stream lives, and us whether the client does. */
    void heartbeat() throws IOException {
        sink.raw(HEARTBEAT);
        sink.flush();
    }

    /** Sends all that is known. */
    void flush() throws IOException {
        cutter.release();
        sink.flush();
    }

    private void other(String name, long position, Record data) throws IOException {
        cutter.finish();
        sink.ascii("event: " + name + "\nid: " + position + "\ndata: ");
        sink.raw(Json.bytes(data));
        sink.ascii("\n\n");
    }

    private void output(OutputStreamName stream, long position, boolean text, byte[] bytes, int from, int to)
            throws IOException {
        String name = stream == OutputStreamName.STDOUT ? "stdout" : "stderr";
        sink.ascii("event: " + name + "\nid: " + position + "\ndata: {\"" + (text ? "data" : "dataBase64") + "\":\"");
        if (text) {
            sink.text(bytes, from, to);
        } else {
            sink.base64(bytes, from, to);
        }
        sink.ascii("\"}\n\n");
    }
}
