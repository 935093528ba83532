package org.cofferdam.web.event;

import java.io.IOException;
import java.io.OutputStream;
import org.cofferdam.protocol.error.Problem;

/** A process's events as server-sent events; the id is the position. */
final class ProcessEventStream implements ProcessEventForm {

    static final int OUTPUT_BYTES = 64 << 10;

    private final SseSink sink;

    ProcessEventStream(OutputStream out) {
        this.sink = new SseSink(out, OUTPUT_BYTES);
    }

    @Override
    public int outputBytes() {
        return OUTPUT_BYTES;
    }

    @Override
    public void event(String name, long position, Record data) throws IOException {
        sink.event(name, Long.toString(position), data);
    }

    @Override
    public void output(String name, long position, boolean text, byte[] bytes, int from, int to) throws IOException {
        JsonSink json = sink.begin(name, Long.toString(position));
        json.ascii("{");
        json.output(text, bytes, from, to);
        json.ascii("}");
        sink.end();
    }

    @Override
    public void error(Problem problem) throws IOException {
        sink.error(problem);
    }

    @Override
    public void heartbeat() throws IOException {
        sink.heartbeat();
    }

    @Override
    public void flush() throws IOException {
        sink.flush();
    }
}
