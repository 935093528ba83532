package org.cofferdam.agent.port;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Epoll;
import org.cofferdam.protocol.wire.FrameKind;

/** A server's connection and one to a port, bound together; for the thread of {@link Tunnels}. */
final class Tunnel {

    private static final int HEADER = 5;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int server;
    private final int port;
    private final Flow inward;
    private final Flow outward;
    private int serverEvents;
    private int portEvents;

    Tunnel(int server, int port) {
        this.server = server;
        this.port = port;
        this.inward = new Raw(server, port);
        this.outward = new Framed(port, server);
    }

    /** As the server sends: the bytes and nothing else. */
    private static final class Raw extends Flow {
        Raw(int source, int sink) {
            super(source, sink);
        }

        @Override
        int headroom() {
            return 0;
        }

        @Override
        int frame(MemorySegment buffer, int count) {
            return count;
        }

        @Override
        int end(MemorySegment buffer) {
            return 0;
        }
    }

    /** As the server receives: so that it can tell an end from a break, for which a Unix socket has no word. */
    private static final class Framed extends Flow {
        Framed(int source, int sink) {
            super(source, sink);
        }

        @Override
        int headroom() {
            return HEADER;
        }

        @Override
        int frame(MemorySegment buffer, int count) {
            header(buffer, FrameKind.DATA, count);
            return HEADER + count;
        }

        @Override
        int end(MemorySegment buffer) {
            header(buffer, FrameKind.END, 0);
            return HEADER;
        }

        private static void header(MemorySegment buffer, FrameKind kind, int length) {
            buffer.set(INT, 0, length + 1);
            buffer.set(JAVA_BYTE, 4, (byte) kind.code());
        }
    }

    /** Whether the server's hang-up is the end: it has said all that it had to say. */
    boolean endsWithServer() {
        return inward.done();
    }

    /** Moves what can be moved; tells whether the tunnel goes on. A program that takes no more may have answered, which is to be told. */
    boolean move(MemorySegment buffer) {
        if (!inward.move(buffer)) {
            inward.abandon();
        }
        return outward.move(buffer) && !(inward.done() && outward.done());
    }

    /** Tells what is waited for; a side of which nothing is wanted is not watched, or its hang-up would be told again and again. */
    void watch(Epoll epoll, long token) {
        int fromServer = (inward.wantsInput() ? Epoll.IN : 0)
                | (outward.wantsOutput() ? Epoll.OUT : 0)
                | (inward.done() ? Epoll.ERROR : 0);
        int fromPort = (outward.wantsInput() ? Epoll.IN : 0) | (inward.wantsOutput() ? Epoll.OUT : 0);
        epoll.change(server, 2 * token, serverEvents, fromServer);
        epoll.change(port, 2 * token + 1, portEvents, fromPort);
        serverEvents = fromServer;
        portEvents = fromPort;
    }

    void close(Epoll epoll) {
        epoll.change(server, 0, serverEvents, 0);
        epoll.change(port, 0, portEvents, 0);
        Descriptors.close(server);
        Descriptors.close(port);
        inward.release();
        outward.release();
    }
}
