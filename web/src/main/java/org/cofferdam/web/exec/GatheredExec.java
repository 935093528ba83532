package org.cofferdam.web.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.cofferdam.protocol.exec.ExecResult;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.web.event.JsonSink;
import org.cofferdam.web.json.Json;

/** The answer to an exec as it grows: what the command printed, up to a limit over both streams. */
final class GatheredExec implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 << 10;

    private final SpooledOutput stdout;
    private final SpooledOutput stderr;
    private long room;
    private boolean truncated;

    /**
     * @param directory for large output
     * @param maxOutputBytes what comes behind it is left out
     */
    GatheredExec(Path directory, long maxOutputBytes) {
        this.stdout = new SpooledOutput(directory);
        this.stderr = new SpooledOutput(directory);
        this.room = maxOutputBytes;
    }

    void add(ProcessEvent event) throws IOException {
        switch (event) {
            case ProcessEvent.Output output -> addOutput(output);
            case ProcessEvent.Truncated _ -> truncated = true;
            case ProcessEvent.Start _, ProcessEvent.Complete _ -> {}
        }
    }

    private void addOutput(ProcessEvent.Output output) throws IOException {
        int length = (int) Math.min(room, output.bytes().length);
        truncated |= length < output.bytes().length;
        room -= length;
        (output.stream() == OutputStreamName.STDOUT ? stdout : stderr).add(output.bytes(), length);
    }

    /** Writes an {@link ExecResult} without ever holding the output whole. */
    void write(ProcessId process, ProcessEvent.Complete end, boolean binary, OutputStream out) throws IOException {
        JsonSink sink = new JsonSink(out, BUFFER_BYTES);
        byte[] head = Json.bytes(result(process, end));
        sink.raw(Arrays.copyOf(head, head.length - 1));
        member("stdout", stdout, binary, sink);
        member("stderr", stderr, binary, sink);
        sink.ascii("}");
        sink.drain();
    }

    private ExecResult result(ProcessId process, ProcessEvent.Complete end) {
        return new ExecResult(
                process,
                end.exitCode(),
                end.signal(),
                end.status(),
                end.success(),
                truncated || end.truncated(),
                end.sessionEnded(),
                end.startedAt(),
                end.durationMillis(),
                null,
                null,
                null,
                null);
    }

    private static void member(String name, SpooledOutput output, boolean binary, JsonSink sink) throws IOException {
        boolean text = !binary && output.isText();
        sink.ascii(",\"" + name + (text ? "\":\"" : "Base64\":\""));
        output.write(text, sink);
        sink.ascii("\"");
    }

    @Override
    public void close() throws IOException {
        try (stdout) {
            stderr.close();
        }
    }
}
