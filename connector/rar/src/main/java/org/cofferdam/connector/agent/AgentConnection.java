package org.cofferdam.connector.agent;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameChannel;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** One connection to an agent: one operation at a time, one after the other. Closed by its deadline when that passes. */
final class AgentConnection implements Expiring, Closeable {

    private static final System.Logger LOGGER = System.getLogger(AgentConnection.class.getName());
    private static final long EXPIRED = Long.MIN_VALUE;

    private final SocketChannel socket;
    private final FrameChannel channel;
    private final Boot boot;
    private final Deadlines deadlines;
    private final AtomicLong deadline;
    private volatile @Nullable Runnable onClose;
    private @Nullable Welcome welcome;

    AgentConnection(SocketChannel socket, Boot boot, Deadlines deadlines, long until) {
        this.socket = socket;
        this.channel = new FrameChannel(socket);
        this.boot = boot;
        this.deadlines = deadlines;
        this.deadline = new AtomicLong(until);
    }

    /** Moves the deadline; false when it has passed already. */
    boolean reschedule(long until) {
        long seen;
        do {
            seen = deadline.get();
            if (seen == EXPIRED) {
                return false;
            }
        } while (!deadline.compareAndSet(seen, until));
        deadlines.moved(until);
        return true;
    }

    @Override
    public long expiresAt() {
        long at = deadline.get();
        return at == EXPIRED ? NEVER : at;
    }

    @Override
    public void expire(long seenDeadline) {
        if (deadline.compareAndSet(seenDeadline, EXPIRED)) {
            close();
        }
    }

    boolean expired() {
        return deadline.get() == EXPIRED;
    }

    void send(FrameKind kind, byte[] payload) throws IOException {
        channel.write(kind, payload);
    }

    /** Begins an operation. */
    void request(Operation operation, byte[] json) throws IOException {
        byte[] opcode = {(byte) operation.opcode()};
        channel.write(FrameKind.REQUEST, ByteBuffer.wrap(opcode), ByteBuffer.wrap(json));
    }

    /** Sends some of the operation's input; blocks while the agent does not take it. */
    void data(byte[] bytes, int length) throws IOException {
        channel.write(FrameKind.DATA, ByteBuffer.wrap(bytes, 0, length));
    }

    /** Sends some of the operation's input, which the agent must take within a time; no deadline is left behind. */
    void dataWithin(long millis, byte[] bytes, int length) throws IOException {
        requireRescheduled(Deadlines.in(millis));
        data(bytes, length);
        liftDeadline();
    }

    /** Ends the operation's input. */
    void end() throws IOException {
        channel.write(FrameKind.END);
    }

    /**
     * The agent's answer to our hello; blocks for it the first time.
     *
     * @throws AgentGoneException when another start of the agent answers than the one that the link is bound to
     * @throws org.cofferdam.protocol.error.SandboxException when it turns us away
     */
    Welcome welcome() throws IOException {
        if (welcome == null) {
            Frame frame = read();
            welcome = switch (frame.kind()) {
                case HELLO -> WireJson.read(frame.payload(), Welcome.class);
                case ERROR -> {
                    close();
                    throw AgentFailure.refused(
                            WireJson.read(frame.payload(), Problem.class).toException());
                }
                default -> throw new IOException("The agent begins with " + frame.kind());
            };
            boot.confirm(welcome);
        }
        return welcome;
    }

    /** The operation's next frame; blocks until there is one. */
    Frame receive() throws IOException {
        welcome();
        return read();
    }

    /** The operation's next frame, which must come within a time; no deadline is left behind. */
    Frame receiveWithin(long millis) throws IOException {
        requireRescheduled(Deadlines.in(millis));
        Frame frame = receive();
        liftDeadline();
        return frame;
    }

    void requireRescheduled(long until) throws IOException {
        if (!reschedule(until)) {
            throw new ClosedChannelException();
        }
    }

    /** Waits for the agent's welcome, if that is still to come, and leaves no deadline behind. */
    void settle() throws IOException {
        welcome();
        liftDeadline();
    }

    void liftDeadline() throws IOException {
        requireRescheduled(NEVER);
    }

    private Frame read() throws IOException {
        Frame frame = channel.read();
        if (frame == null) {
            throw new EOFException("The agent closed the connection");
        }
        return frame;
    }

    /**
     * Whether an idle connection can still be used. The agent closes none that is idle, so one that breaks behind this has broken with its
     * agent, not before the next request.
     */
    boolean isIntact() {
        try {
            socket.configureBlocking(false);
            int read = socket.read(ByteBuffer.allocate(1));
            socket.configureBlocking(true);
            return read == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** For who goes on without frames. */
    SocketChannel socket() {
        return socket;
    }

    /** What was read ahead of the last frame; no more frames are read. */
    ByteBuffer detach() {
        return channel.detach();
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    void onClose(Runnable action) {
        onClose = action;
    }

    @Override
    public void close() {
        deadlines.unwatch(this);
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "Closing a connection to an agent", e);
        }
        Runnable action = onClose;
        if (action != null) {
            action.run();
        }
    }
}
