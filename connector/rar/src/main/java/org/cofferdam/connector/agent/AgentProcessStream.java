package org.cofferdam.connector.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A process's events over one connection after the other. When one breaks:
 *
 * <ol>
 *   <li>Nobody listens any more, or another start of the agent answers: the process is lost.
 *   <li>Its standard input was not yet sent whole: it is killed, rather than left with a part of it.
 *   <li>It was to be started, and no event has come: the request is sent again; its id keeps that from starting two.
 *   <li>It is attached to again, behind the last event.
 * </ol>
 */
final class AgentProcessStream implements ProcessStream {

    private static final int OUTPUT_HEADER = 1 + Long.BYTES;

    private final StreamConnection connection;
    private final ProcessId id;
    private final boolean lossless;
    private @Nullable StdinPump stdin;

    /** What starts the process, for as long as it may have to be started again. */
    private byte @Nullable [] startRequest;

    private @Nullable Long after;
    private Instant startedAt = Instant.now();
    private boolean truncated;

    private AgentProcessStream(StreamConnection connection, ProcessId id, boolean lossless) {
        this.connection = connection;
        this.id = id;
        this.lossless = lossless;
    }

    static ProcessStream exec(AgentPool pool, ProcessSpec spec, @Nullable InputStream stdin) {
        ProcessSpec named = spec.named();
        ProcessId id = Objects.requireNonNull(named.id());
        StreamConnection connection = StreamConnection.open(pool);
        AgentProcessStream stream = new AgentProcessStream(connection, id, true);
        byte[] request = WireJson.write(named);
        stream.startRequest = request;
        if (stdin != null) {
            stream.stdin = new StdinPump(pool, connection.current(), id, stdin);
        }
        stream.begin(Operation.EXEC, request);
        return stream;
    }

    static ProcessStream attach(AgentPool pool, ProcessRequest.Attach request) {
        StreamConnection connection = StreamConnection.open(pool);
        AgentProcessStream stream = new AgentProcessStream(connection, request.id(), request.lossless());
        stream.after = request.after();
        stream.begin(Operation.PROCESS_ATTACH, WireJson.write(request));
        return stream;
    }

    private void begin(Operation operation, byte[] request) {
        try {
            connection.current().request(operation, request);
            if (stdin != null) {
                stdin.start();
            }
            connection.current().settle();
        } catch (IOException e) {
            if (recover(e) != null) {
                throw AgentFailure.unreachable(e);
            }
        }
    }

    @Override
    public @Nullable ProcessEvent next() {
        while (!connection.over()) {
            ProcessEvent event;
            try {
                event = accept(connection.current().receive());
            } catch (IOException e) {
                event = recover(e);
            }
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    /** The event that a frame brings, or null when it brings none. */
    private @Nullable ProcessEvent accept(Frame frame) throws IOException {
        return switch (frame.kind()) {
            case OUTPUT -> seen(output(frame.payload()));
            case EVENT -> seen(WireJson.read(frame.payload(), ProcessEvent.class));
            case REPLY -> {
                ProcessEvent complete = WireJson.read(frame.payload(), ProcessEvent.class);
                end();
                yield seen(complete);
            }
            case ERROR -> {
                refused(WireJson.read(frame.payload(), Problem.class).toException());
                yield null;
            }
            default -> throw new IOException("Not a frame of a process: " + frame.kind());
        };
    }

    private static ProcessEvent output(byte[] payload) throws IOException {
        if (payload.length <= OUTPUT_HEADER) {
            throw new IOException("An OUTPUT frame without output");
        }
        ByteBuffer frame = ByteBuffer.wrap(payload);
        OutputStreamName stream = OutputStreamName.of(frame.get());
        long position = frame.getLong();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return new ProcessEvent.Output(stream, position, bytes);
    }

    private ProcessEvent seen(ProcessEvent event) {
        connection.progress();
        startRequest = null;
        after = event.position();
        switch (event) {
            case ProcessEvent.Start start -> {
                startedAt = start.startedAt();
                if (stdin != null) {
                    stdin.processStarted();
                }
            }
            case ProcessEvent.Truncated gap -> truncated = true;
            case ProcessEvent.Output output -> {}
            case ProcessEvent.Complete complete -> {}
        }
        return event;
    }

    /** The agent says no. */
    private void refused(SandboxException refusal) {
        boolean unknown = connection.recovering() && startRequest != null && stdin != null; // whether it was started
        end();
        throw unknown ? AgentFailure.unreachable(refusal) : refusal;
    }

    private void end() {
        StdinPump pump = stdin;
        boolean sent = pump == null || pump.finished();
        if (pump != null && !sent) {
            pump.stop();
        }
        connection.end(sent);
    }

    /** Null when it goes on, else the last event. */
    private @Nullable ProcessEvent recover(IOException cause) {
        try {
            connection.replace(cause, this::resume);
            return null;
        } catch (AgentGoneException e) {
            return lost();
        }
    }

    private void resume(AgentConnection fresh, long until) throws IOException {
        if (stdin != null && !stdin.finished()) {
            stdin.stop();
            stdin.kill(until);
        }
        byte[] start = startRequest;
        if (start != null && stdin == null) {
            fresh.request(Operation.EXEC, start);
        } else {
            fresh.request(Operation.PROCESS_ATTACH, attachRequest());
        }
    }

    private byte[] attachRequest() {
        return WireJson.write(new ProcessRequest.Attach(id, after, lossless));
    }

    private ProcessEvent lost() {
        StdinPump pump = stdin;
        if (pump != null) {
            pump.stop();
        }
        return new ProcessEvent.Complete(
                after == null ? 1 : after + 1,
                ProcessStatus.LOST,
                null,
                null,
                truncated,
                false,
                startedAt,
                Math.max(0, Duration.between(startedAt, Instant.now()).toMillis()));
    }

    @Override
    public void close() {
        if (!connection.over()) {
            StdinPump pump = stdin;
            if (pump != null) {
                pump.stop();
            }
        }
        connection.close();
    }
}
