package org.cofferdam.protocol.port;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** What can be asked of an agent about ports. */
public sealed interface PortRequest {

    /** A connection to a port of the sandbox's loopback. */
    record Connect(int port) implements PortRequest {
        public Connect {
            requirePort(port);
        }
    }

    /** What listens. */
    record Listening() implements PortRequest {}

    /** @throws SandboxException {@code invalid-value} for what is no port */
    static int requirePort(int port) {
        if (port < 1 || port > 65535) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "port is 1 to 65535");
        }
        return port;
    }
}
