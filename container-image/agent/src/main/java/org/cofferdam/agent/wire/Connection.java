package org.cofferdam.agent.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.Readiness;
import org.cofferdam.protocol.wire.FrameKind;
import org.jspecify.annotations.Nullable;

/** A connection with the server, for the one thread that serves it. Waits end with an exception when the server goes away. */
final class Connection implements AutoCloseable {

    private static final int SOCKET = 0;
    private static final int WAKEUP = 1;
    private static final int EXTRA = 2;
    private static final int SLOTS = 3;
    private static final int SCRATCH_BYTES = 64;

    private final int fd;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment scratch = arena.allocate(SCRATCH_BYTES);
    private final Readiness readiness = new Readiness(arena, SLOTS);
    private final FrameInput input;
    private final FrameBuffer output = new FrameBuffer();
    private final Wakeup wakeup = new Wakeup();
    private final Runnable wake = wakeup::wake;
    private boolean dataFollows;
    private @Nullable IntConsumer heir;

    Connection(int fd, int maxPayload) {
        this.fd = fd;
        this.input = new FrameInput(fd, arena, maxPayload);
    }

    FrameInput input() {
        return input;
    }

    FrameBuffer output() {
        return output;
    }

    /** Ends a wait of this connection's thread; from any thread, at any time. Always the same object. */
    Runnable wake() {
        return wake;
    }

    /** DATA frames up to END belong to the request. The server may wait for our welcome before it sends them. */
    void expectData() throws ConnectionClosedException {
        dataFollows = true;
        flush();
    }

    /** They have all come. */
    void dataEnded() {
        dataFollows = false;
    }

    boolean dataFollows() {
        return dataFollows;
    }

    /** Behind the answer the socket is somebody else's, who closes it. */
    void becomeTunnel(IntConsumer newHeir) {
        heir = newHeir;
    }

    boolean isTunnel() {
        return heir != null;
    }

    /** Waits for a frame. */
    FrameKind awaitFrame(long timeoutMillis) throws ConnectionClosedException {
        FrameKind kind = input.begin();
        while (kind == null) {
            readiness.watch(SOCKET, fd, Readiness.IN);
            if (!readiness.await(1, timeoutMillis)) {
                throw new ConnectionClosedException("Silent");
            }
            kind = input.begin();
        }
        return kind;
    }

    /** The rest of the frame. */
    byte[] payload() throws ConnectionClosedException {
        byte[] payload = new byte[input.left()];
        try (Arena temporary = Arena.ofConfined()) {
            MemorySegment memory = temporary.allocate(Math.max(1, payload.length));
            int done = 0;
            while (done < payload.length) {
                done += awaitPayload(memory, done, payload.length - done);
            }
            MemorySegment.copy(memory, JAVA_BYTE, 0, payload, 0, payload.length);
        }
        input.finish();
        return payload;
    }

    /** Some of the frame's payload, waiting for it. */
    int awaitPayload(MemorySegment into, long offset, int most) throws ConnectionClosedException {
        while (true) {
            int count = input.read(into, offset, most);
            if (count > 0) {
                return count;
            }
            readiness.watch(SOCKET, fd, Readiness.IN);
            readiness.await(1, -1);
        }
    }

    /** Throws away the request's DATA that nobody wants, so that the next request can be read. */
    void skipData() throws ConnectionClosedException {
        try (Arena temporary = Arena.ofConfined()) {
            MemorySegment nowhere = temporary.allocate(16 << 10);
            while (dataFollows) {
                FrameKind kind = awaitFrame(-1);
                while (input.left() > 0) {
                    awaitPayload(nowhere, 0, (int) nowhere.byteSize());
                }
                input.finish();
                dataFollows = kind != FrameKind.END;
            }
        }
    }

    void send(FrameKind kind, Object value) {
        output.frame(kind, Json.write(value));
    }

    /** Writes what the socket takes now. */
    void flushSome() throws ConnectionClosedException {
        while (!output.isEmpty()) {
            int count = Descriptors.write(fd, output.memory(), output.sent(), output.unsent());
            if (count == -Errno.EAGAIN) {
                return;
            }
            if (count < 0) {
                throw new ConnectionClosedException("Broken");
            }
            output.remove(count);
        }
    }

    void flush() throws ConnectionClosedException {
        flushSome();
        while (!output.isEmpty()) {
            readiness.watch(SOCKET, fd, Readiness.OUT);
            readiness.await(1, -1);
            flushSome();
        }
    }

    /**
     * Waits for something to do.
     *
     * @param wantsInput whether to wait for frames; that the server goes away is noticed anyway
     * @param wantsOutput whether to wait until the socket takes output
     * @param writable another descriptor that should take output, or null
     * @return whether it was ended by {@link #wake}
     */
    boolean await(boolean wantsInput, boolean wantsOutput, @Nullable Integer writable, long timeoutMillis)
            throws ConnectionClosedException {
        int socketEvents = (wantsInput ? Readiness.IN : 0) | (wantsOutput ? Readiness.OUT : 0) | Readiness.PEER_CLOSED;
        readiness.watch(SOCKET, fd, socketEvents);
        readiness.watch(WAKEUP, wakeup.descriptor(), Readiness.IN);
        readiness.watch(EXTRA, writable == null ? -1 : writable, Readiness.OUT);
        readiness.await(SLOTS, timeoutMillis);
        int socket = readiness.ready(SOCKET);
        boolean gone = (socket & (Readiness.ERROR | Readiness.HANGUP | Readiness.PEER_CLOSED)) != 0;
        if (gone && (socket & Readiness.IN) == 0) {
            throw new ConnectionClosedException("Closed by the server");
        }
        boolean woken = readiness.ready(WAKEUP) != 0;
        if (woken) {
            wakeup.clear(scratch);
        }
        return woken;
    }

    @Override
    public void close() {
        wakeup.close();
        if (heir == null) {
            Descriptors.close(fd);
        } else {
            heir.accept(fd);
        }
        output.close();
        arena.close();
    }
}
