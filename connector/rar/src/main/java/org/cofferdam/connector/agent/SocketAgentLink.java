package org.cofferdam.connector.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.EventSource;
import org.cofferdam.connector.FileDownload;
import org.cofferdam.connector.PortConnection;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.connector.TerminalStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.event.NumberedEvent;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.port.PortRequest;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.StdinPosition;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Ping;
import org.cofferdam.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** A link to an agent that listens on a socket. */
public final class SocketAgentLink implements AgentLink {

    /** How long an agent may take for the next frame of a transfer. */
    private static final long PROGRESS_MILLIS = 60_000;

    /** How long an agent may take to put what it unpacked in its place, and to remove what was there. */
    private static final long PLACING_MILLIS = 600_000;

    private static final long EAGER_MILLIS = 1_000;

    private final Supplier<Optional<SandboxException>> obstacle;
    private final AgentPool pool;
    private final AtomicReference<@Nullable Welcome> greeted = new AtomicReference<>();
    private volatile boolean broken;

    /**
     * @param token that the agent knows the SHA-256 of
     * @param obstacle why waiting for the agent is in vain, once that is known; asked often
     */
    public SocketAgentLink(
            SocketAddress address, String token, Deadlines deadlines, Supplier<Optional<SandboxException>> obstacle) {
        this.obstacle = obstacle;
        this.pool = new AgentPool(new AgentDialer(address, token, deadlines));
    }

    /** What an operation does with its connection once the request is sent. */
    @FunctionalInterface
    private interface Exchange<R> {
        R on(AgentConnection connection) throws IOException;
    }

    @Override
    public Welcome await(Duration deadline) {
        long begun = Deadlines.now();
        long until = begun + deadline.toMillis();
        while (true) {
            Welcome welcome = greeted.get();
            if (welcome != null) {
                requireAlive();
                return welcome;
            }
            try {
                greet(until);
            } catch (IOException e) {
                obstacle.get().ifPresent(SocketAgentLink::give);
                long now = Deadlines.now();
                if (now >= until || Thread.currentThread().isInterrupted()) {
                    throw new SandboxException(
                            ErrorCode.START_TIMEOUT,
                            "The sandbox's agent did not answer within " + deadline.toMillis() + " ms",
                            e);
                }
                // The agent's socket appears some time after its container has started; a try costs some microseconds.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(now - begun < EAGER_MILLIS ? 2 : 20));
            }
        }
    }

    private static void give(SandboxException e) {
        throw e;
    }

    private void greet(long until) throws IOException {
        AgentConnection connection = pool.dial(until);
        try {
            connection.request(Operation.PING, WireJson.write(new Ping()));
            connection.receive();
            connection.settle();
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        if (greeted.compareAndSet(null, connection.welcome())) {
            Thread.ofVirtual().name("cofferdam-lifeline").start(new Lifeline(connection, () -> broken = true));
        } else {
            pool.give(connection);
        }
    }

    @Override
    public boolean alive() {
        return !broken && !pool.isClosed();
    }

    private void requireAlive() {
        if (!alive()) {
            throw new SandboxException(ErrorCode.AGENT_LOST, "The sandbox's agent has ended");
        }
    }

    @Override
    public <R> R call(Operation operation, Object request, Class<R> replyType, Duration deadline) {
        long until = Deadlines.in(deadline.toMillis());
        return exchange(operation, request, until, connection -> reply(connection, connection.receive(), replyType));
    }

    private <R> R exchange(Operation operation, Object request, long until, Exchange<R> exchange) {
        AgentConnection connection = pool.take(until);
        try {
            connection.request(operation, WireJson.write(request));
            return exchange.on(connection);
        } catch (IOException e) {
            connection.close();
            throw AgentFailure.of(e, connection);
        }
    }

    /** The end of an operation, whose connection can be used again. */
    private <R> R reply(AgentConnection connection, Frame frame, Class<R> type) throws IOException {
        return switch (frame.kind()) {
            case REPLY -> {
                R reply = WireJson.read(frame.payload(), type);
                pool.give(connection);
                yield reply;
            }
            case ERROR -> {
                Problem problem = WireJson.read(frame.payload(), Problem.class);
                pool.give(connection);
                throw problem.toException();
            }
            default -> throw new IOException("Not an answer: " + frame.kind());
        };
    }

    @Override
    public ProcessStream exec(ProcessSpec spec, @Nullable InputStream stdin) {
        return AgentProcessStream.exec(pool, spec, stdin);
    }

    @Override
    public ProcessStream attach(ProcessRequest.Attach request) {
        return AgentProcessStream.attach(pool, request);
    }

    @Override
    public TerminalStream terminal(TerminalRequest.Attach request) {
        return AgentTerminalStream.attach(pool, request);
    }

    @Override
    public <E extends NumberedEvent> AgentEvents<E> events(EventSource<E> source) {
        return AgentEventStream.open(pool, source);
    }

    @Override
    public StdinPosition stdin(ProcessRequest.Stdin request, InputStream bytes) {
        return (StdinPosition) upload(Operation.PROCESS_STDIN, request, bytes, Expiring.NEVER);
    }

    @Override
    public FileInfo write(FileRequest.Write request, InputStream bytes) {
        return (FileInfo) upload(Operation.FILE_WRITE, request, bytes, PROGRESS_MILLIS);
    }

    @Override
    public ArchiveInfo unpack(FileRequest.Unpack request, InputStream archive) {
        return (ArchiveInfo) upload(Operation.FILE_UNPACK, request, archive, PLACING_MILLIS);
    }

    @Override
    public InputStream pack(FileRequest.Pack request) {
        return exchange(Operation.FILE_PACK, request, Deadlines.in(PROGRESS_MILLIS), connection -> {
            Frame frame = connection.receiveWithin(PROGRESS_MILLIS);
            return frame.kind() == FrameKind.ERROR
                    ? reply(connection, frame, InputStream.class)
                    : new FileBytes(connection, pool, PROGRESS_MILLIS, frame.payload());
        });
    }

    private Object upload(Operation operation, Object request, InputStream bytes, long progressMillis) {
        AgentConnection connection = pool.take(Deadlines.in(PROGRESS_MILLIS));
        try {
            connection.request(operation, WireJson.write(request));
            connection.liftDeadline();
            Upload upload = new Upload(connection, progressMillis);
            Frame answer = upload.run(bytes);
            if (!upload.complete()) {
                connection.close();
            }
            return reply(connection, answer, operation.replyType());
        } catch (IOException e) {
            connection.close();
            throw AgentFailure.of(e, connection);
        }
    }

    @Override
    public <R> R gather(Operation operation, Object request, Consumer<byte[]> parts, Class<R> replyType) {
        return exchange(operation, request, Deadlines.in(PROGRESS_MILLIS), connection -> {
            Frame frame = connection.receiveWithin(PROGRESS_MILLIS);
            while (frame.kind() == FrameKind.EVENT) {
                deliver(frame.payload(), parts, connection);
                frame = connection.receiveWithin(PROGRESS_MILLIS);
            }
            return reply(connection, frame, replyType);
        });
    }

    private static void deliver(byte[] part, Consumer<byte[]> parts, AgentConnection connection) {
        try {
            parts.accept(part);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public FileDownload read(FileRequest.Read request) {
        return exchange(Operation.FILE_READ, request, Deadlines.in(PROGRESS_MILLIS), connection -> {
            Frame frame = connection.receiveWithin(PROGRESS_MILLIS);
            if (frame.kind() != FrameKind.EVENT) {
                return reply(connection, frame, FileDownload.class);
            }
            FileInfo info = WireJson.read(frame.payload(), FileInfo.class);
            FileBytes bytes = new FileBytes(connection, pool, PROGRESS_MILLIS);
            return new AgentDownload(info, bytes, bytes::close);
        });
    }

    @Override
    public PortConnection connectPort(int port) {
        return exchange(
                Operation.PORT_CONNECT, new PortRequest.Connect(port), Deadlines.in(PROGRESS_MILLIS), connection -> {
                    Frame frame = connection.receive();
                    if (frame.kind() != FrameKind.REPLY) {
                        return reply(connection, frame, PortConnection.class);
                    }
                    connection.liftDeadline();
                    return new AgentPortConnection(connection);
                });
    }

    @Override
    public void close() {
        pool.close();
    }
}
