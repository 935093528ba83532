package org.cofferdam.web.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.web.websocket.Sockets;

/** {@code channel}. An open one does not keep its sandbox awake, operations under way do. */
@Path("sandboxes/{id}/channel")
@ApplicationScoped
public class ChannelResource {

    @Inject
    Sandboxes sandboxes;

    @Inject
    Sockets sockets;

    @Inject
    Operations operations;

    /** Wakes the sandbox if need be, so that what is wrong with it is answered and not found out by the first operation. */
    @GET
    public Response open(@PathParam("id") SandboxId id) {
        try (SandboxLease _ = sandboxes.open(id)) {
            return sockets.upgrade(socket -> new Channel(socket, id, operations).run());
        }
    }
}
