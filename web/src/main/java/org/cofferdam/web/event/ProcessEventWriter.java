package org.cofferdam.web.event;

import java.io.IOException;
import java.io.OutputStream;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;

/** Writes a process's events as server-sent events, and joins output that is there at once. */
public final class ProcessEventWriter implements EventWriter<ProcessEvent> {

    /** The most output in one event, in bytes. */
    static final int EVENT_BYTES = 64 << 10;

    private final ProcessId process;
    private final SseSink sink;
    private final OutputCutter cutter;

    /** @param binary whether output is always written as base64 */
    public ProcessEventWriter(ProcessId process, boolean binary, OutputStream out) {
        this.process = process;
        this.sink = new SseSink(out, EVENT_BYTES);
        this.cutter = new OutputCutter(EVENT_BYTES, binary, this::output);
    }

    @Override
    public void write(ProcessEvent event) throws IOException {
        switch (event) {
            case ProcessEvent.Output output -> cutter.add(output);
            case ProcessEvent.Start start -> other("start", start.position(), StartData.of(start));
            case ProcessEvent.Truncated gap ->
                other("truncated", gap.position(), new TruncatedData(gap.from(), gap.to()));
            case ProcessEvent.Complete end -> other("complete", end.position(), CompleteData.of(process, end));
        }
    }

    @Override
    public void error(Problem problem) throws IOException {
        cutter.finish();
        sink.error(problem);
    }

    @Override
    public void heartbeat() throws IOException {
        sink.heartbeat();
    }

    @Override
    public void flush() throws IOException {
        cutter.release();
        sink.flush();
    }

    private void other(String name, long position, Record data) throws IOException {
        cutter.finish();
        sink.event(name, Long.toString(position), data);
    }

    private void output(OutputStreamName stream, long position, boolean text, byte[] bytes, int from, int to)
            throws IOException {
        String name = stream == OutputStreamName.STDOUT ? "stdout" : "stderr";
        JsonSink json = sink.begin(name, Long.toString(position));
        if (text) {
            json.ascii("{\"data\":\"");
            json.text(bytes, from, to);
        } else {
            json.ascii("{\"dataBase64\":\"");
            json.base64(bytes, from, to);
        }
        json.ascii("\"}");
        sink.end();
    }
}
