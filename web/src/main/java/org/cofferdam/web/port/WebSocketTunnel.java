package org.cofferdam.web.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cofferdam.connector.PortConnection;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** Bytes both ways behind a 101, whatever they mean. Idle ones cost two parked virtual threads and two small buffers. */
final class WebSocketTunnel {

    private static final long IDLE_MILLIS = TimeUnit.DAYS.toMillis(30);
    private static final long STALLED_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final int LEAST_BYTES = 2 << 10;
    private static final int MOST_BYTES = 64 << 10;

    private final StreamConnection client;
    private final PortConnection port;
    private final ByteBuffer ahead;
    private final Runnable traffic;
    private final AtomicInteger open = new AtomicInteger(2);
    private final Thread inward = Thread.ofVirtual().name("cofferdam-port-in").unstarted(() -> run(this::pumpInward));
    private final Thread outward =
            Thread.ofVirtual().name("cofferdam-port-out").unstarted(() -> run(this::pumpOutward));

    /**
     * @param ahead what the application sent behind its 101
     * @param traffic told when bytes went
     */
    WebSocketTunnel(StreamConnection client, PortConnection port, ByteBuffer ahead, Runnable traffic) {
        this.client = client;
        this.port = port;
        this.ahead = ahead;
        this.traffic = traffic;
    }

    void start() {
        inward.start();
        outward.start();
    }

    private interface Pump {
        void run() throws IOException;
    }

    private void run(Pump pump) {
        boolean whole = false;
        try {
            pump.run();
            whole = true;
        } catch (IOException broken) {
            whole = false;
        } finally {
            if (!whole || open.decrementAndGet() == 0) {
                close();
            }
        }
    }

    private void pumpInward() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LEAST_BYTES);
        while (ClientChannel.read(client.getSourceChannel(), buffer, IDLE_MILLIS) >= 0) {
            traffic.run();
            port.write(buffer.flip());
            buffer = emptied(buffer);
        }
        port.endOutput();
    }

    private void pumpOutward() throws IOException {
        ClientChannel.write(client.getSinkChannel(), ahead, STALLED_MILLIS);
        ByteBuffer buffer = ByteBuffer.allocate(LEAST_BYTES);
        while (port.read(buffer) >= 0) {
            traffic.run();
            ClientChannel.write(client.getSinkChannel(), buffer.flip(), STALLED_MILLIS);
            buffer = emptied(buffer);
        }
        ClientChannel.end(client.getSinkChannel(), STALLED_MILLIS);
    }

    /** A larger one when it was full, for there may be much more. */
    private static ByteBuffer emptied(ByteBuffer buffer) {
        boolean full = buffer.limit() == buffer.capacity() && buffer.capacity() < MOST_BYTES;
        return full ? ByteBuffer.allocate(MOST_BYTES) : buffer.clear();
    }

    private void close() {
        port.close();
        IoUtils.safeClose(client);
        inward.interrupt();
        outward.interrupt();
    }
}
