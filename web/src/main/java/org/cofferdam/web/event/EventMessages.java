package org.cofferdam.web.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.web.json.Json;

/** Writes a process's events as JSON objects, each one message of its own; for one thread. */
public final class EventMessages implements EventWriter<ProcessEvent> {

    /** The most output in one message, in bytes. */
    public static final int OUTPUT_BYTES = 32 << 10;

    private static final int BUFFER_BYTES = 4 << 10;

    /** Takes the messages. */
    public interface Receiver {

        /**
         * Blocks until the message may go.
         *
         * @param before the position of the output before it, 0 for what is no output
         * @param last whether there will be no more
         * @param members the inside of a JSON object, without braces
         * @throws IOException when the client has gone
         */
        void message(long before, boolean last, byte[] members) throws IOException;

        /** Says that the stream breaks off here. */
        void error(Problem problem) throws IOException;
    }

    private final ProcessId process;
    private final Receiver receiver;
    private final OutputCutter cutter;

    /** @param binary whether output is always written as base64 */
    public EventMessages(ProcessId process, boolean binary, Receiver receiver) {
        this.process = process;
        this.receiver = receiver;
        this.cutter = new OutputCutter(OUTPUT_BYTES, binary, this::output);
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
        receiver.error(problem);
    }

    /** The connection has its own. */
    @Override
    public void heartbeat() {}

    @Override
    public void flush() throws IOException {
        cutter.release();
    }

    private void other(String name, long position, Record data) throws IOException {
        cutter.finish();
        byte[] json = Json.bytes(data);
        ByteArrayOutputStream message = new ByteArrayOutputStream(json.length + 64);
        JsonSink sink = begin(name, position, message);
        sink.ascii(",");
        sink.raw(Arrays.copyOfRange(json, 1, json.length - 1));
        sink.drain();
        receiver.message(0, name.equals("complete"), message.toByteArray());
    }

    private void output(OutputStreamName stream, long position, boolean text, byte[] bytes, int from, int to)
            throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream((to - from) * 3 / 2 + 64);
        JsonSink sink = begin(stream == OutputStreamName.STDOUT ? "stdout" : "stderr", position, message);
        sink.ascii(text ? ",\"data\":\"" : ",\"dataBase64\":\"");
        if (text) {
            sink.text(bytes, from, to);
        } else {
            sink.base64(bytes, from, to);
        }
        sink.ascii("\"");
        sink.drain();
        receiver.message(position - (to - from), false, message.toByteArray());
    }

    private static JsonSink begin(String name, long position, ByteArrayOutputStream message) throws IOException {
        JsonSink sink = new JsonSink(message, BUFFER_BYTES);
        sink.ascii("\"event\":\"" + name + "\",\"position\":" + position);
        return sink;
    }
}
