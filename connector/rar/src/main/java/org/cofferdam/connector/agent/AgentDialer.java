package org.cofferdam.connector.agent;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Hello;

/** Makes connections to one agent. */
final class AgentDialer {

    private final SocketAddress address;
    private final byte[] hello;
    private final Deadlines deadlines;
    private final Boot boot = new Boot();

    AgentDialer(SocketAddress address, String token, Deadlines deadlines) {
        this.address = address;
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
        SocketChannel socket = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        AgentConnection connection = new AgentConnection(socket, boot, deadlines, until);
        deadlines.watch(connection);
        try {
            connect(socket, connection);
            connection.send(FrameKind.HELLO, hello);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private void connect(SocketChannel socket, AgentConnection connection) throws IOException {
        try {
            socket.connect(address);
        } catch (IOException e) {
            if (connection.expired() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            throw new AgentGoneException("Nobody listens at the agent's address", e);
        }
        if (!(address instanceof UnixDomainSocketAddress)) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }
}
