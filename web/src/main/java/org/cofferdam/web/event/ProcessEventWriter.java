package org.cofferdam.web.event;

import java.io.IOException;
import java.io.OutputStream;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;

/** Writes a process's events in one form or another, and joins output that is there at once. */
public final class ProcessEventWriter implements EventWriter<ProcessEvent> {

    private final ProcessId process;
    private final ProcessEventForm form;
    private final OutputCutter cutter;

    private ProcessEventWriter(ProcessId process, boolean binary, ProcessEventForm form) {
        this.process = process;
        this.form = form;
        this.cutter = new OutputCutter(form.outputBytes(), binary, this::output);
    }

    /**
     * As server-sent events.
     *
     * @param binary whether output is always written as base64
     */
    public static ProcessEventWriter stream(ProcessId process, boolean binary, OutputStream out) {
        return new ProcessEventWriter(process, binary, new ProcessEventStream(out));
    }

    /**
     * As JSON objects, each one message of its own.
     *
     * @param binary whether output is always written as base64
     */
    public static ProcessEventWriter messages(ProcessId process, boolean binary, ProcessEventReceiver receiver) {
        return new ProcessEventWriter(process, binary, new ProcessEventMessages(receiver));
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
        form.error(problem);
    }

    @Override
    public void heartbeat() throws IOException {
        form.heartbeat();
    }

    @Override
    public void flush() throws IOException {
        cutter.release();
        form.flush();
    }

    private void other(String name, long position, Record data) throws IOException {
        cutter.finish();
        form.event(name, position, data);
    }

    private void output(OutputStreamName stream, long position, boolean text, byte[] bytes, int from, int to)
            throws IOException {
        form.output(stream == OutputStreamName.STDOUT ? "stdout" : "stderr", position, text, bytes, from, to);
    }
}
