package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Sockets that listen, and the connections that we make. */
public final class Sockets {

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private static final int SOCK_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ERROR = 4;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int SHUT_WR = 1;
    private static final int SHUT_RDWR = 2;
    private static final int BACKLOG = 128;

    /** {@code sun_path} of unix(7). */
    private static final int UNIX_PATH_BYTES = 108;

    private static final NativeCall SOCKET = NativeCall.of("socket");
    private static final NativeCall BIND = NativeCall.of("bind");
    private static final NativeCall LISTEN = NativeCall.of("listen");
    private static final NativeCall ACCEPT4 = NativeCall.of("accept4");
    private static final NativeCall SETSOCKOPT = NativeCall.of("setsockopt");
    private static final NativeCall GETSOCKOPT = NativeCall.of("getsockopt");
    private static final NativeCall CONNECT = NativeCall.of("connect");
    private static final NativeCall SHUTDOWN = NativeCall.of("shutdown");

    private Sockets() {}

    public static int listenUnix(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= UNIX_PATH_BYTES) {
            throw new IllegalArgumentException("Longer than a Unix socket's path may be: " + path);
        }
        int fd = SOCKET.require(AF_UNIX, SOCK_STREAM_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = unixAddress(arena, bytes);
            BIND.require(fd, address.address(), address.byteSize());
        }
        LISTEN.require(fd, BACKLOG);
        return fd;
    }

    private static MemorySegment unixAddress(Arena arena, byte[] path) {
        MemorySegment address = arena.allocate(2 + UNIX_PATH_BYTES, 8);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
        return address;
    }

    /** A connection whose reads and writes do not block, or minus errno when nobody listens there. */
    public static int connectUnix(String path) {
        int fd = SOCKET.require(AF_UNIX, SOCK_STREAM_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = unixAddress(arena, path.getBytes(StandardCharsets.UTF_8));
            int result = (int) CONNECT.call(fd, address.address(), address.byteSize());
            if (result < 0) {
                Descriptors.close(fd);
                return result;
            }
        }
        Descriptors.setNonBlocking(fd);
        return fd;
    }

    /** @param ip four bytes */
    public static int listenTcp(byte[] ip, int port) {
        int fd = SOCKET.require(AF_INET, SOCK_STREAM_CLOEXEC, 0);
        setOption(fd, SOL_SOCKET, SO_REUSEADDR);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, 8);
            address.set(JAVA_SHORT, 0, (short) AF_INET);
            address.set(JAVA_BYTE, 2, (byte) (port >> 8));
            address.set(JAVA_BYTE, 3, (byte) port);
            MemorySegment.copy(ip, 0, address, JAVA_BYTE, 4, 4);
            BIND.require(fd, address.address(), address.byteSize());
        }
        LISTEN.require(fd, BACKLOG);
        return fd;
    }

    /** Sends small writes at once; a Unix socket does so anyway. */
    public static void noDelay(int fd) {
        setOption(fd, IPPROTO_TCP, TCP_NODELAY);
    }

    private static void setOption(int fd, int level, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_INT, 1);
            SETSOCKOPT.call(fd, level, option, one.address(), Integer.BYTES);
        }
    }

    /** Blocks for the next connection, whose reads and writes will not block; or minus errno. */
    public static int accept(int listening) {
        long fd;
        do {
            fd = ACCEPT4.call(listening, 0, 0, SOCK_CLOEXEC_NONBLOCK);
        } while (fd == -Errno.EINTR);
        return (int) fd;
    }

    /** Wakes who is blocked on it. */
    public static void shutdown(int fd) {
        SHUTDOWN.call(fd, SHUT_RDWR);
    }

    /** A TCP socket that does not block, or minus errno. */
    public static int streamSocket(boolean six) {
        return (int) SOCKET.call(six ? AF_INET6 : AF_INET, 1 | SOCK_CLOEXEC_NONBLOCK, 0);
    }

    /** Begins to connect to 127.0.0.1 or ::1; 0, or minus errno. */
    public static int connectLoopback(int fd, int port, boolean six) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(28, 8);
            address.set(JAVA_SHORT, 0, (short) (six ? AF_INET6 : AF_INET));
            address.set(JAVA_BYTE, 2, (byte) (port >> 8));
            address.set(JAVA_BYTE, 3, (byte) port);
            if (six) {
                address.set(JAVA_BYTE, 23, (byte) 1);
            } else {
                address.set(JAVA_BYTE, 4, (byte) 127);
                address.set(JAVA_BYTE, 7, (byte) 1);
            }
            return (int) CONNECT.call(fd, address.address(), six ? 28 : 16);
        }
    }

    /** The errno of a connect that has come to its end; 0 when it is connected. */
    public static int error(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            GETSOCKOPT.call(fd, SOL_SOCKET, SO_ERROR, error.address(), length.address());
            return error.get(JAVA_INT, 0);
        }
    }

    /** Tells the peer that nothing more comes. */
    public static void shutdownOutput(int fd) {
        SHUTDOWN.call(fd, SHUT_WR);
    }
}
