package org.cofferdam.connector.agent;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Hello;
import org.jspecify.annotations.Nullable;

/** Makes connections to one agent. */
final class AgentDialer {

    private final SocketAddress address;
    private final @Nullable Path path;
    private final byte[] hello;
    private final Deadlines deadlines;
    private final Boot boot = new Boot();

    AgentDialer(SocketAddress address, String token, Deadlines deadlines) {
        this.address = address;
        this.path = address instanceof UnixDomainSocketAddress unix ? unix.getPath() : null;
        this.hello = WireJson.write(new Hello(Hello.VERSION, token));
        this.deadlines = deadlines;
    }

    /**
     * Connects and says hello, without waiting for the answer.
     *
     * @param until when the connection is closed, unless its deadline is moved
     * @throws AgentGoneException when nobody listens
     */
    AgentConnection dial(long until) throws IOException {
        while (true) {
            SocketChannel socket =
                    path == null ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
            AgentConnection connection = new AgentConnection(socket, boot, deadlines, until);
            deadlines.watch(connection);
            try {
                if (connect(socket, connection)) {
                    connection.send(FrameKind.HELLO, hello);
                    return connection;
                }
            } catch (IOException e) {
                connection.close();
                throw e;
            }
            connection.close();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** False when the agent is there but busy, so that it makes sense to try again. */
    private boolean connect(SocketChannel socket, AgentConnection connection) throws IOException {
        try {
            socket.connect(address);
        } catch (SocketException e) {
            if (!connection.expired() && !Thread.currentThread().isInterrupted() && isBacklogFull(e)) {
                return false;
            }
            throw new AgentGoneException("Nobody listens at the agent's address", e);
        }
        if (path == null) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return true;
    }

    /**
     * Where a platform thread would wait for the listener to accept, the connect(2) of a virtual thread fails with EAGAIN, which Java tells
     * apart from other failures only by its text.
     */
    private boolean isBacklogFull(SocketException e) {
        return path != null && !(e instanceof ConnectException) && Files.exists(path);
    }
}
