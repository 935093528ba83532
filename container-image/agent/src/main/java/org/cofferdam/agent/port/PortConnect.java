package org.cofferdam.agent.port;

import java.lang.foreign.Arena;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.Readiness;
import org.cofferdam.agent.system.Sockets;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Connects to a port of the sandbox's own loopback, by IPv4 or else IPv6, and to nothing else. */
public final class PortConnect {

    private static final int LIMIT_MILLIS = 5_000;

    private PortConnect() {}

    /**
     * A connected socket that does not block.
     *
     * @throws SandboxException {@code port-not-listening}
     */
    public static int open(int port) {
        int fd = connect(port, false);
        if (fd < 0) {
            fd = connect(port, true);
        }
        if (fd < 0) {
            throw new SandboxException(
                    ErrorCode.PORT_NOT_LISTENING,
                    "Nothing in the sandbox listens on port " + port,
                    "Start the program, or GET ports/listening for what does listen.",
                    null);
        }
        return fd;
    }

    private static int connect(int port, boolean six) {
        int fd = Sockets.streamSocket(six);
        if (fd < 0) {
            return fd;
        }
        int result = Sockets.connectLoopback(fd, port, six);
        if (result == -Errno.EINPROGRESS) {
            result = await(fd);
        }
        if (result < 0) {
            Descriptors.close(fd);
            return result;
        }
        Sockets.noDelay(fd);
        return fd;
    }

    private static int await(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            Readiness readiness = new Readiness(arena, 1);
            readiness.watch(0, fd, Readiness.OUT);
            return readiness.await(1, LIMIT_MILLIS) ? -Sockets.error(fd) : -Errno.EAGAIN;
        }
    }
}
