package org.cofferdam.agent.wire;

import org.cofferdam.agent.port.ListeningSockets;
import org.cofferdam.agent.port.PortConnect;
import org.cofferdam.agent.port.Tunnels;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.port.ListeningPorts;
import org.cofferdam.protocol.port.PortRequest;
import org.cofferdam.protocol.wire.Done;

/** The operations on ports. */
final class PortOperations {

    private final Configuration configuration;
    private final Tunnels tunnels;
    private volatile int own;

    PortOperations(Configuration configuration, Tunnels tunnels) {
        this.configuration = configuration;
        this.tunnels = tunnels;
    }

    /** The port that the agent listens on itself, which nobody is led to; 0 for none. */
    void exclude(int port) {
        own = port;
    }

    Done connect(Connection connection, PortRequest.Connect request) {
        if (request.port() == own) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "port is the agent's own");
        }
        int port = PortConnect.open(request.port());
        connection.becomeTunnel(server -> tunnels.add(server, port));
        return new Done();
    }

    ListeningPorts listening() {
        return new ListeningPorts(
                ListeningSockets.all(configuration.defaults().user().identity()));
    }
}
