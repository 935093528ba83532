package org.cofferdam.agent.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.cofferdam.agent.code.Run;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.log.LogReader;
import org.cofferdam.agent.log.LogReader.Outcome;
import org.cofferdam.agent.log.LogSink;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.wire.FrameKind;
import org.jspecify.annotations.Nullable;

/** One connection's view of a run: each line of its log becomes an event that knows its number. */
final class RunView implements LogSink {

    private final Connection connection;
    private final Run run;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    RunView(Connection connection, Run run) {
        this.connection = connection;
        this.run = run;
    }

    /**
     * Shows all events behind a number up to the end, which is the reply.
     *
     * @param after the last number already seen; null for none
     */
    RunEvent.Complete show(@Nullable Long after) throws ConnectionClosedException {
        try (LogReader reader = run.log().open(after == null ? 0 : after, true, connection.wake())) {
            while (true) {
                Outcome outcome = reader.read(this);
                RunEvent.Complete complete = run.complete();
                if (outcome == Outcome.END && complete != null) {
                    return complete;
                }
                connection.flushSome();
                boolean unsent = !connection.output().isEmpty();
                if (outcome == Outcome.NOTHING || unsent) {
                    connection.await(false, unsent, null, -1);
                }
            }
        }
    }

    @Override
    public int room() {
        return connection.output().room();
    }

    @Override
    public void output(int stream, long end, MemorySegment bytes, long offset, int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes.get(JAVA_BYTE, offset + i);
            if (b == '\n') {
                emit(end - (length - 1 - i));
            } else {
                line.write(b);
            }
        }
    }

    /** The rest of an event in whose middle a reader began, which none of ours does, is left out. */
    private void emit(long number) {
        byte[] json = line.toByteArray();
        line.reset();
        if (json.length > 0 && json[0] == '{') {
            byte[] head = ("{\"number\":" + number + ",").getBytes(StandardCharsets.US_ASCII);
            byte[] event = new byte[head.length + json.length - 1];
            System.arraycopy(head, 0, event, 0, head.length);
            System.arraycopy(json, 1, event, head.length, json.length - 1);
            connection.output().frame(FrameKind.EVENT, event);
        }
    }

    @Override
    public void truncated(long from, long to) {
        line.reset();
        connection.output().frame(FrameKind.EVENT, Json.write(new RunEvent.Truncated(to, from)));
    }
}
