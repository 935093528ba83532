package org.cofferdam.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
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
    private final PortClient client;

    SandboxPorts(Transport transport, String sandboxPath) {
        this.transport = transport;
        this.path = sandboxPath + "/ports";
        this.client = new PortClient(transport, sandboxPath);
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

    /**
     * Sends a request to a port, exposed or not, and gives the application's answer, whatever its status.
     *
     * {@snippet :
     * HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:3000/items?max=5")).build();
     * HttpResponse<String> answer = sandbox.ports().fetch(request, BodyHandlers.ofString());
     * }
     *
     * <p>Body and answer are streamed. HTTP/1.1 takes turns: a client that gets more back than it can hold while it still sends, as from an
     * application that echoes megabytes, waits for itself.
     *
     * @param request its URI as a program in the sandbox would write it: {@code localhost}, 127.0.0.1 or {@code [::1]}, and the port; 80 by
     *     default. An Authorization of its own is replaced by the client's key, which the application does not see. Its timeout is {@link
     *     ClientSettings#requestTimeout()} where it has none
     * @throws SandboxException {@code PORT_NOT_LISTENING}; {@code APPLICATION_ERROR} when there is no whole answer
     * @throws IllegalArgumentException for a URI of another form
     */
    public <T> HttpResponse<T> fetch(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return client.send(request, handler);
    }

    /**
     * Opens a WebSocket to a port, exposed or not. It is the application's own: subprotocols, pings and close codes are passed on as they
     * are. One that is merely open does not keep the sandbox from falling asleep, which ends it; what it carries does.
     *
     * @param uri as a program in the sandbox would write it, for example {@code ws://localhost:3000/updates}
     * @param subprotocols offered to the application, the preferred one first
     * @return to be closed by the caller
     * @throws SandboxException {@code PORT_NOT_LISTENING}; {@code APPLICATION_ERROR}
     * @throws ConnectionException also when the application refuses, with a {@link java.net.http.WebSocketHandshakeException} as its cause
     * @throws IllegalArgumentException for a URI of another form
     */
    public WebSocket wsConnect(URI uri, WebSocket.Listener listener, String... subprotocols) {
        return client.connect(uri, listener, List.of(subprotocols));
    }
}
