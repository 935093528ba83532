package org.cofferdam.web.port;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.cofferdam.ejb.port.ExposedPorts;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.port.ListeningPorts;
import org.cofferdam.protocol.port.PortList;
import org.cofferdam.protocol.port.PortRequest;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.json.Bodies;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** {@code ports}. */
@Path("sandboxes/{id}/ports")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class PortsResource {

    @Inject
    Sandboxes sandboxes;

    @Inject
    AgentCalls agents;

    @POST
    public Response expose(@PathParam("id") SandboxId id, @Nullable PortSpec spec) {
        ExposedPorts.Exposed exposed = sandboxes.expose(id, Bodies.require(spec));
        URI place = URI.create("sandboxes/" + id + "/ports/" + exposed.info().port());
        return (exposed.isNew() ? Response.created(place) : Response.ok())
                .entity(exposed.info())
                .build();
    }

    @GET
    public PortList list(@PathParam("id") SandboxId id) {
        return sandboxes.ports(id);
    }

    @GET
    @Path("listening")
    public ListeningPorts listening(@PathParam("id") SandboxId id) {
        return agents.ask(id, Operation.PORT_LISTENING, new PortRequest.Listening(), ListeningPorts.class);
    }

    @DELETE
    @Path("{port}")
    public void revoke(@PathParam("id") SandboxId id, @PathParam("port") int port) {
        sandboxes.revokePort(id, port);
    }
}
