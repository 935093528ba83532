package org.cofferdam.agent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionRequest;
import org.cofferdam.protocol.session.SessionSpec;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameChannel;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Hello;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** The server's side of the wire, in its simplest form. */
public final class AgentClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantDeserializer()))
            .build();

    private final SocketChannel socket;
    private final FrameChannel frames;

    public AgentClient(SocketChannel socket) {
        this.socket = socket;
        this.frames = new FrameChannel(socket);
    }

    /** What an exec came to. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Result(List<ProcessEvent> events, byte[] stdout, byte[] stderr, ProcessEvent.@Nullable Complete end) {

        public ProcessEvent.Complete complete() {
            return java.util.Objects.requireNonNull(end);
        }

        public String out() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        public String err() {
            return new String(stderr, StandardCharsets.UTF_8);
        }
    }

    public static ProcessSpec shell(String command) {
        return new ProcessSpec(null, command, null, null, null, null, null, false, null, null);
    }

    public static ProcessSpec argv(String... argv) {
        return new ProcessSpec(null, null, List.of(argv), null, null, null, null, false, null, null);
    }

    public static ProcessSpec in(String session, String command) {
        return new ProcessSpec(null, command, null, new SessionId(session), null, null, null, false, null, null);
    }

    public static ProcessSpec withStdin(String command) {
        return new ProcessSpec(null, command, null, null, null, null, null, true, null, null);
    }

    public static ProcessSpec withTimeout(String command, long millis) {
        return new ProcessSpec(null, command, null, null, null, null, null, false, millis, null);
    }

    public static ProcessSpec named(String id, String command) {
        return shell(command).withId(new ProcessId(id));
    }

    public Welcome hello(String token) {
        try {
            frames.write(FrameKind.HELLO, JSON.writeValueAsBytes(new Hello(Hello.VERSION, token)));
            Frame frame = frame();
            if (frame.kind() == FrameKind.ERROR) {
                throw JSON.readValue(frame.payload(), Problem.class).toException();
            }
            return JSON.readValue(frame.payload(), Welcome.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void request(Operation operation, Object request) {
        try {
            frames.write(
                    FrameKind.REQUEST,
                    ByteBuffer.wrap(new byte[] {(byte) operation.opcode()}),
                    ByteBuffer.wrap(JSON.writeValueAsBytes(request)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws org.cofferdam.protocol.error.SandboxException the agent's */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <R> R call(Operation operation, Object request) {
        request(operation, request);
        return reply(operation);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <R> R reply(Operation operation) {
        Frame frame = frame();
        return switch (frame.kind()) {
            case REPLY -> (R) read(frame, operation.replyType());
            case ERROR -> throw read(frame, Problem.class).toException();
            default -> throw new AssertionError(frame.kind());
        };
    }

    public <T> T read(Frame frame, Class<T> type) {
        try {
            return JSON.readValue(frame.payload(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Frame frame() {
        try {
            Frame frame = frames.read();
            if (frame == null) {
                throw new AssertionError("The agent closed the connection");
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void data(byte[] bytes) {
        write(FrameKind.DATA, bytes);
    }

    public void endOfData() {
        write(FrameKind.END, new byte[0]);
    }

    public void write(FrameKind kind, byte[] bytes) {
        try {
            frames.write(kind, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Result exec(ProcessSpec spec) {
        request(Operation.EXEC, spec);
        return follow(Long.MAX_VALUE);
    }

    public Result exec(String command) {
        return exec(shell(command));
    }

    public Result exec(ProcessSpec spec, byte[] stdin) {
        request(Operation.EXEC, spec);
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int at = 0; at < stdin.length; at += 1 << 16) {
                data(java.util.Arrays.copyOfRange(stdin, at, Math.min(stdin.length, at + (1 << 16))));
            }
            endOfData();
        });
        Result result = follow(Long.MAX_VALUE);
        try {
            writer.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return result;
    }

    /** Reads events to the end, or until there were so many bytes of output; then {@code end} is null. */
    public Result follow(long bytes) {
        List<ProcessEvent> events = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProcessEvent.Complete end = null;
        while (end == null && out.size() + err.size() < bytes) {
            ProcessEvent event = event(frame());
            switch (event) {
                case ProcessEvent.Output output ->
                    (output.stream() == OutputStreamName.STDOUT ? out : err).writeBytes(output.bytes());
                case ProcessEvent.Complete complete -> end = complete;
                case ProcessEvent.Start start -> events.add(start);
                case ProcessEvent.Truncated truncated -> events.add(truncated);
            }
        }
        return new Result(events, out.toByteArray(), err.toByteArray(), end);
    }

    public ProcessEvent event() {
        return event(frame());
    }

    public void createSession(SessionId id) {
        call(Operation.SESSION_CREATE, new SessionRequest.Create(new SessionSpec(id, null, null, null)));
    }

    public void deleteSession(SessionId id) {
        call(Operation.SESSION_DELETE, new SessionRequest.Delete(id));
    }

    private ProcessEvent event(Frame frame) {
        return switch (frame.kind()) {
            case EVENT -> read(frame, ProcessEvent.class);
            case REPLY -> read(frame, ProcessEvent.Complete.class);
            case OUTPUT -> {
                ByteBuffer payload = ByteBuffer.wrap(frame.payload());
                OutputStreamName stream = OutputStreamName.of(payload.get());
                long position = payload.getLong();
                byte[] bytes = new byte[payload.remaining()];
                payload.get(bytes);
                yield new ProcessEvent.Output(stream, position, bytes);
            }
            case ERROR -> throw read(frame, Problem.class).toException();
            default -> throw new AssertionError(frame.kind());
        };
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
