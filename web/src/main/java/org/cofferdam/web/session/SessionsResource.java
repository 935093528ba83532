package org.cofferdam.web.session;

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
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionList;
import org.cofferdam.protocol.session.SessionRequest;
import org.cofferdam.protocol.session.SessionSpec;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** {@code sessions}. */
@Path("sandboxes/{id}/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class SessionsResource {

    private static final SessionSpec DEFAULTS = new SessionSpec(null, null, null, null);

    @Inject
    AgentCalls agents;

    @POST
    public Response create(@PathParam("id") SandboxId id, @Nullable SessionSpec spec) {
        SessionRequest.Create request = new SessionRequest.Create(spec == null ? DEFAULTS : spec);
        SessionInfo info = agents.ask(id, Operation.SESSION_CREATE, request, SessionInfo.class);
        return Response.created(URI.create("sandboxes/" + id + "/sessions/" + info.id()))
                .entity(info)
                .build();
    }

    @GET
    public SessionList list(@PathParam("id") SandboxId id) {
        return agents.ask(id, Operation.SESSION_LIST, new SessionRequest.ListAll(), SessionList.class);
    }

    @GET
    @Path("{sid}")
    public SessionInfo get(@PathParam("id") SandboxId id, @PathParam("sid") SessionId sid) {
        return agents.ask(id, Operation.SESSION_GET, new SessionRequest.Get(sid), SessionInfo.class);
    }

    @DELETE
    @Path("{sid}")
    public void delete(@PathParam("id") SandboxId id, @PathParam("sid") SessionId sid) {
        agents.ask(id, Operation.SESSION_DELETE, new SessionRequest.Delete(sid), Done.class);
    }
}
