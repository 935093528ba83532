package org.cofferdam.agent.code;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.cofferdam.agent.process.Pump;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Our end of one ZeroMQ connection to a kernel, over a Unix socket (ZMTP 3.0, RFC 23, mechanism NULL). Messages come on the pump's
 * thread; any thread sends.
 */
final class ZmtpSocket implements Pump.Source {

    /** What a frame may have; one that has more comes as an empty object. */
    private static final int FRAME_BYTES = 6 << 20;

    private static final byte[] TOO_LARGE = "{}".getBytes(StandardCharsets.US_ASCII);

    private static final int GREETING_BYTES = 64;
    private static final int READ_BYTES = 64 << 10;
    private static final int MORE = 1;
    private static final int LONG = 2;
    private static final int COMMAND = 4;
    private static final int SEND_MILLIS = 10_000;

    private final int fd;
    private final Pump pump;
    private final Consumer<List<byte[]>> messages;
    private final ReentrantLock reading = new ReentrantLock();
    private final List<byte[]> frames = new ArrayList<>();
    private byte[] pending = new byte[4096];
    private int from;
    private int to;
    private boolean greeted;
    private long skipping;
    private long token = -1;
    private boolean closed;

    /** What is to be sent until the peer is ready, for libzmq takes what comes before for a fault; null from then on. */
    private @Nullable ByteArrayOutputStream early = new ByteArrayOutputStream();

    private ZmtpSocket(int fd, Pump pump, Consumer<List<byte[]>> messages) {
        this.fd = fd;
        this.pump = pump;
        this.messages = messages;
    }

    /**
     * Introduces ourselves to the peer.
     *
     * @param fd connected; owned by this
     * @param type {@code DEALER} or {@code SUB}
     * @param identity by which a ROUTER knows us
     */
    static ZmtpSocket open(int fd, Pump pump, String type, String identity, Consumer<List<byte[]>> messages) {
        ZmtpSocket socket = new ZmtpSocket(fd, pump, messages);
        ByteBuffer hello = ByteBuffer.allocate(256);
        hello.put((byte) 0xff).position(9);
        hello.put((byte) 0x7f).put((byte) 3).put((byte) 0);
        hello.put("NULL".getBytes(StandardCharsets.US_ASCII)).position(GREETING_BYTES);
        ByteBuffer ready = ByteBuffer.allocate(160);
        ready.put((byte) 5).put("READY".getBytes(StandardCharsets.US_ASCII));
        property(ready, "Socket-Type", type);
        property(ready, "Identity", identity);
        hello.put((byte) COMMAND).put((byte) ready.position()).put(ready.flip());
        socket.write(Arrays.copyOf(hello.array(), hello.position()));
        if (type.equals("SUB")) {
            socket.send(List.of(new byte[] {1})); // subscribes to everything
        }
        socket.resume();
        return socket;
    }

    private static void property(ByteBuffer into, String name, String value) {
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        into.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
        into.putInt(text.length).put(text);
    }

    void send(List<byte[]> message) {
        int length = message.stream().mapToInt(frame -> frame.length + 9).sum();
        ByteBuffer out = ByteBuffer.allocate(length);
        for (int i = 0; i < message.size(); i++) {
            byte[] frame = message.get(i);
            int more = i + 1 < message.size() ? MORE : 0;
            if (frame.length < 256) {
                out.put((byte) more).put((byte) frame.length);
            } else {
                out.put((byte) (more | LONG)).putLong(frame.length);
            }
            out.put(frame);
        }
        sendOnceReady(Arrays.copyOf(out.array(), out.position()));
    }

    private synchronized void sendOnceReady(byte[] bytes) {
        if (early == null) {
            write(bytes);
        } else {
            early.writeBytes(bytes);
        }
    }

    /** The peer has said READY. */
    private synchronized void beReady() {
        if (early != null) {
            write(early.toByteArray());
            early = null;
        }
    }

    /** A kernel's socket always takes what we send, for a thread of its own reads it; one that does not is about to end. */
    private synchronized void write(byte[] bytes) {
        try (NativeBuffer buffer = new NativeBuffer(Math.max(1, bytes.length));
                Arena arena = Arena.ofConfined()) {
            MemorySegment.copy(bytes, 0, buffer.memory(), JAVA_BYTE, 0, bytes.length);
            int done = 0;
            while (done < bytes.length && !closed) {
                int count = Descriptors.write(fd, buffer.memory(), done, bytes.length - done);
                if (count == -Errno.EAGAIN) {
                    Readiness room = new Readiness(arena, 1);
                    room.watch(0, fd, Readiness.OUT);
                    if (!room.await(1, SEND_MILLIS)) {
                        return;
                    }
                } else if (count < 0) {
                    return;
                } else {
                    done += count;
                }
            }
        }
    }

    synchronized void resume() {
        if (!closed && token < 0) {
            token = pump.add(this);
        }
    }

    synchronized void pause() {
        if (token >= 0) {
            pump.remove(this, token);
            token = -1;
        }
    }

    @Override
    public int descriptor() {
        return fd;
    }

    @Override
    public void readable(MemorySegment buffer) {
        reading.lock();
        try {
            read(buffer);
        } finally {
            reading.unlock();
        }
    }

    /** Takes what has come and is not yet read, for the peer has ended. */
    void drain() {
        reading.lock();
        try {
            boolean more = true;
            while (more) {
                more = read(Pump.threadBuffer());
            }
        } finally {
            reading.unlock();
        }
    }

    /** False when there is nothing now. */
    private boolean read(MemorySegment buffer) {
        int count;
        synchronized (this) {
            if (closed) {
                return false;
            }
            count = Descriptors.read(fd, buffer, 0, READ_BYTES);
        }
        if (count == -Errno.EAGAIN) {
            return false;
        }
        if (count <= 0) {
            close();
            return false;
        }
        reserve(count);
        MemorySegment.copy(buffer, JAVA_BYTE, 0, pending, to, count);
        to += count;
        takeFrames();
        return true;
    }

    private void reserve(int more) {
        if (to + more <= pending.length) {
            return;
        }
        int held = to - from;
        byte[] target = held + more > pending.length ? new byte[Math.max(held + more, 2 * pending.length)] : pending;
        System.arraycopy(pending, from, target, 0, held);
        pending = target;
        from = 0;
        to = held;
    }

    private void takeFrames() {
        if (!greeted) {
            if (to - from < GREETING_BYTES) {
                return;
            }
            from += GREETING_BYTES;
            greeted = true;
        }
        while (takeFrame()) {}
        if (from == to) {
            from = 0;
            to = 0;
            if (pending.length > (1 << 20)) {
                pending = new byte[4096];
            }
        }
    }

    private boolean takeFrame() {
        if (skipping > 0 && !skip()) {
            return false;
        }
        if (to - from < 2) {
            return false;
        }
        int flags = pending[from];
        boolean isLong = (flags & LONG) != 0;
        int header = isLong ? 9 : 2;
        if (to - from < header) {
            return false;
        }
        long length = isLong ? ByteBuffer.wrap(pending).getLong(from + 1) : pending[from + 1] & 0xff;
        if (length < 0 || length > FRAME_BYTES) {
            skipping = length & Long.MAX_VALUE;
            from += header;
            take(flags, TOO_LARGE);
            return skip();
        }
        if (to - from < header + length) {
            return false;
        }
        byte[] frame = Arrays.copyOfRange(pending, from + header, from + header + (int) length);
        from += header + (int) length;
        take(flags, frame);
        return true;
    }

    private boolean skip() {
        int part = (int) Math.min(skipping, to - from);
        skipping -= part;
        from += part;
        return skipping == 0;
    }

    private void take(int flags, byte[] frame) {
        if ((flags & COMMAND) != 0) {
            beReady();
        } else {
            frames.add(frame);
            if ((flags & MORE) == 0) {
                List<byte[]> message = List.copyOf(frames);
                frames.clear();
                messages.accept(message);
            }
        }
    }

    synchronized void close() {
        if (!closed) {
            pause();
            closed = true;
            Descriptors.close(fd);
        }
    }
}
