package org.cofferdam.agent.code;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.code.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * One run of code, from its request to long after its end. Its log has one line of JSON per event; an event's number is the position of
 * its last byte. All but the log is guarded by its {@link Context}'s lock.
 */
public final class Run {

    /** The log's stream of events. */
    private static final int EVENTS = 3;

    private final RunId id;
    private final ContextId context;
    private final RunSpec spec;
    private final EventLog log;
    private final Iterator<String> stdin;

    private @Nullable Instant startedAt;
    private long startedNanos;
    private @Nullable Future<?> timeout;
    private volatile RunEvent.@Nullable Complete complete;

    /** Why we are ending it, where we are. */
    @Nullable RunStatus stopped;

    @Nullable RunStatus reply;

    @Nullable Integer executionCount;

    boolean idle;
    boolean failed;

    Run(RunId id, ContextId context, RunSpec spec, EventLog log) {
        this.id = id;
        this.context = context;
        this.spec = spec;
        this.log = log;
        this.stdin = spec.stdin() == null
                ? List.<String>of().iterator()
                : spec.stdin().lines().iterator();
    }

    public RunId id() {
        return id;
    }

    RunSpec spec() {
        return spec;
    }

    public EventLog log() {
        return log;
    }

    /** The next line of its input, null at the end. */
    @Nullable String line() {
        return stdin.hasNext() ? stdin.next() : null;
    }

    void begin(String language) {
        startedAt = Instant.now();
        startedNanos = System.nanoTime();
        add("start", "executionId", id, "contextId", context, "language", language, "startedAt", startedAt);
    }

    void timeout(Future<?> task) {
        timeout = task;
    }

    void fail(String name, String value) {
        failed = true;
        add("error", "name", name, "value", value, "traceback", List.of(name + ": " + value));
    }

    /** Adds an event; {@code members} are JSON in turn with names. True when the writer should pause. */
    boolean add(String type, Object... members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(("{\"type\":\"" + type + "\"").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < members.length; i += 2) {
            out.writeBytes((",\"" + members[i] + "\":").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(members[i + 1] instanceof byte[] raw ? raw : Json.write(members[i + 1]));
        }
        out.write('}');
        return add(out.toByteArray());
    }

    private boolean add(byte[] json) {
        int length = json.length + 1;
        try (NativeBuffer buffer = new NativeBuffer(EventLog.HEADER + (long) length)) {
            MemorySegment.copy(json, 0, buffer.memory(), JAVA_BYTE, EventLog.HEADER, json.length);
            buffer.memory().set(JAVA_BYTE, EventLog.HEADER + (long) json.length, (byte) '\n');
            return log.append(EVENTS, buffer.memory(), length);
        }
    }

    /** From now on everybody sees that it has ended. */
    void end(RunStatus status, boolean restarted) {
        if (timeout != null) {
            timeout.cancel(false);
        }
        long durationMillis = startedAt == null ? 0 : (System.nanoTime() - startedNanos) / 1_000_000;
        complete = new RunEvent.Complete(
                log.end() + 1,
                id,
                context,
                status,
                executionCount,
                restarted,
                log.truncated(),
                startedAt,
                durationMillis);
        log.close();
    }

    /** Its end, null before. */
    public RunEvent.@Nullable Complete complete() {
        return complete;
    }
}
