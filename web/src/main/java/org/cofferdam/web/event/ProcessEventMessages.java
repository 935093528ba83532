package org.cofferdam.web.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.web.json.Json;

/** A process's events as JSON objects, each one message. The connection has heartbeats of its own. */
final class ProcessEventMessages implements ProcessEventForm {

    private static final int OUTPUT_BYTES = 32 << 10;
    private static final int BUFFER_BYTES = 4 << 10;

    private final ProcessEventReceiver receiver;

    ProcessEventMessages(ProcessEventReceiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public int outputBytes() {
        return OUTPUT_BYTES;
    }

    @Override
    public void event(String name, long position, Record data) throws IOException {
        byte[] json = Json.bytes(data);
        ByteArrayOutputStream message = new ByteArrayOutputStream(json.length + 64);
        JsonSink sink = begin(name, position, message);
        sink.raw(Arrays.copyOfRange(json, 1, json.length - 1));
        sink.drain();
        receiver.message(0, name.equals("complete"), message.toByteArray());
    }

    @Override
    public void output(String name, long position, boolean text, byte[] bytes, int from, int to) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream((to - from) * 3 / 2 + 64);
        JsonSink sink = begin(name, position, message);
        sink.output(text, bytes, from, to);
        sink.drain();
        receiver.message(position - (to - from), false, message.toByteArray());
    }

    private static JsonSink begin(String name, long position, ByteArrayOutputStream message) throws IOException {
        JsonSink sink = new JsonSink(message, BUFFER_BYTES);
        sink.ascii("\"event\":\"" + name + "\",\"position\":" + position + ",");
        return sink;
    }

    @Override
    public void error(Problem problem) throws IOException {
        receiver.error(problem);
    }

    @Override
    public void heartbeat() {}

    @Override
    public void flush() {}
}
