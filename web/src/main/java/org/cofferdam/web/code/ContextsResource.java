package org.cofferdam.web.code;

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
import java.time.Duration;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.ContextInfo;
import org.cofferdam.protocol.code.ContextList;
import org.cofferdam.protocol.code.ContextRequest;
import org.cofferdam.protocol.code.ContextSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** {@code contexts}: each call is one question to the agent. */
@Path("sandboxes/{id}/contexts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class ContextsResource {

    /** The agent itself gives up on a kernel that does not start within a minute. */
    private static final Duration START_DEADLINE = Duration.ofSeconds(150);

    @Inject
    AgentCalls agents;

    @POST
    public Response create(@PathParam("id") SandboxId id, @Nullable ContextSpec spec) {
        ContextRequest.Create request = new ContextRequest.Create(spec == null ? ContextSpec.DEFAULTS : spec);
        ContextInfo info = agents.ask(id, Operation.CONTEXT_CREATE, request, ContextInfo.class, START_DEADLINE);
        return Response.created(URI.create("sandboxes/" + id + "/contexts/" + info.id()))
                .entity(info)
                .build();
    }

    @GET
    public ContextList list(@PathParam("id") SandboxId id) {
        return agents.ask(id, Operation.CONTEXT_LIST, new ContextRequest.ListAll(), ContextList.class);
    }

    @GET
    @Path("{cid}")
    public ContextInfo get(@PathParam("id") SandboxId id, @PathParam("cid") ContextId cid) {
        return agents.ask(id, Operation.CONTEXT_GET, new ContextRequest.Get(cid), ContextInfo.class);
    }

    @DELETE
    @Path("{cid}")
    public void delete(@PathParam("id") SandboxId id, @PathParam("cid") ContextId cid) {
        agents.ask(id, Operation.CONTEXT_DELETE, new ContextRequest.Delete(cid), Done.class);
    }

    @POST
    @Path("{cid}/restart")
    public ContextInfo restart(@PathParam("id") SandboxId id, @PathParam("cid") ContextId cid) {
        ContextRequest.Restart request = new ContextRequest.Restart(cid);
        return agents.ask(id, Operation.CONTEXT_RESTART, request, ContextInfo.class, START_DEADLINE);
    }

    @POST
    @Path("{cid}/interrupt")
    public ContextInfo interrupt(@PathParam("id") SandboxId id, @PathParam("cid") ContextId cid) {
        return agents.ask(id, Operation.CONTEXT_INTERRUPT, new ContextRequest.Interrupt(cid), ContextInfo.class);
    }
}
