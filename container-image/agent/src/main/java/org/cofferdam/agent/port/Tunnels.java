package org.cofferdam.agent.port;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Diagnostics;
import org.cofferdam.agent.system.Epoll;

/** The thread that serves all tunnels, so that an idle one costs two descriptors and some bytes. */
public final class Tunnels implements Runnable {

    private static final int BUFFER_BYTES = 128 << 10;
    private static final long WAKEUP = 0;

    private final Epoll epoll = new Epoll();
    private final int wakeup = Descriptors.eventfd();
    private final Queue<Tunnel> arriving = new ConcurrentLinkedQueue<>();
    private final Map<Long, Tunnel> tunnels = new HashMap<>();
    private long lastToken = WAKEUP;

    /** Binds two sockets that do not block; they are closed with the tunnel. */
    public void add(int server, int port) {
        arriving.add(new Tunnel(server, port));
        Descriptors.signal(wakeup);
    }

    @Override
    public void run() {
        MemorySegment buffer = Arena.global().allocate(BUFFER_BYTES, 8);
        epoll.add(wakeup, WAKEUP);
        while (true) {
            int count = epoll.await();
            for (int i = 0; i < count; i++) {
                if (epoll.token(i) == WAKEUP) {
                    Descriptors.read(wakeup, buffer, 0, Long.BYTES);
                    admit(buffer);
                } else {
                    boolean serverGone = epoll.hungUp(i) && epoll.token(i) % 2 == 0;
                    serve(epoll.token(i) / 2, serverGone, buffer);
                }
            }
        }
    }

    private void admit(MemorySegment buffer) {
        Tunnel tunnel;
        while ((tunnel = arriving.poll()) != null) {
            tunnels.put(++lastToken, tunnel);
            serve(lastToken, false, buffer);
        }
    }

    /** A tunnel that fails is given up, so that the others are still served. */
    private void serve(long token, boolean serverGone, MemorySegment buffer) {
        Tunnel tunnel = tunnels.get(token);
        if (tunnel == null) {
            return;
        }
        boolean goesOn = false;
        try {
            goesOn = !(serverGone && tunnel.endsWithServer()) && tunnel.move(buffer);
            if (goesOn) {
                tunnel.watch(epoll, token);
            }
        } catch (RuntimeException e) {
            goesOn = false;
            Diagnostics.defect("a tunnel", e);
        }
        if (!goesOn) {
            tunnels.remove(token);
            tunnel.close(epoll);
        }
    }
}
