package org.cofferdam.client;

import java.util.List;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.port.ListeningPort;
import org.cofferdam.protocol.port.ListeningPorts;
import org.cofferdam.protocol.port.PortInfo;
import org.cofferdam.protocol.port.PortList;
import org.cofferdam.protocol.port.PortSpec;

/** The ports of a sandbox: which have preview URLs, and what listens. For any number of threads. */
public final class SandboxPorts {

    private final Transport transport;
    private final String path;

    SandboxPorts(Transport transport, String sandboxPath) {
        this.transport = transport;
        this.path = sandboxPath + "/ports";
    }

    /** As {@link #expose(PortSpec)} with the defaults: whoever has the URL may use it, and it wakes the sandbox. */
    public PortInfo expose(int port) {
        return expose(PortSpec.of(port));
    }

    /**
     * Gives a port a preview URL, or changes what it has. The URL lasts over sleep and restarts, until it is revoked, expires, or the
     * sandbox is destroyed.
     *
     * @throws SandboxException {@code INVALID_VALUE}; {@code PREVIEW_NAME_TOO_LONG} when port, sandbox id and token together have more
     *     than 61 characters
     */
    public PortInfo expose(PortSpec spec) {
        return transport.call("POST", path).json(spec).as(PortInfo.class);
    }

    /** The exposed ports, by number; does not wake the sandbox. */
    public List<PortInfo> list() {
        return transport.call("GET", path).as(PortList.class).items();
    }

    /**
     * Ends a preview URL at once.
     *
     * @throws SandboxException {@code PORT_NOT_FOUND} when the port is not exposed
     */
    public void revoke(int port) {
        transport.call("DELETE", path + "/" + port).run();
    }

    /** What listens inside on TCP, exposed or not. */
    public List<ListeningPort> listening() {
        return transport
                .call("GET", path + "/listening")
                .as(ListeningPorts.class)
                .items();
    }
}
