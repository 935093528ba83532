package org.cofferdam.web.sandbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.cofferdam.ejb.sandbox.Created;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.web.json.Bodies;
import org.jspecify.annotations.Nullable;

/** {@code /sandboxes} and the lifecycle of each. */
@Path("sandboxes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class SandboxesResource {

    @Inject
    Sandboxes sandboxes;

    @POST
    public Response create(@Nullable SandboxSpec spec, @QueryParam("wait") @DefaultValue("true") boolean wait) {
        return answer(sandboxes.create(spec == null ? SandboxSpec.DEFAULTS : spec, wait));
    }

    @PUT
    @Path("{id}")
    public Response getOrCreate(
            @PathParam("id") SandboxId id,
            @Nullable SandboxSpec spec,
            @QueryParam("wait") @DefaultValue("true") boolean wait) {
        if (spec != null && spec.id() != null && !spec.id().equals(id)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "id is another one than in the URL; leave it out");
        }
        return answer(sandboxes.getOrCreate(id, spec == null ? SandboxSpec.DEFAULTS : spec, wait));
    }

    private static Response answer(Created created) {
        SandboxInfo info = created.info();
        Response.ResponseBuilder response =
                created.isNew() ? Response.created(URI.create("sandboxes/" + info.id())) : Response.ok();
        return response.entity(info).build();
    }

    @GET
    public Page<SandboxInfo> list(
            @QueryParam("label") List<String> labels,
            @QueryParam("state") @Nullable SandboxState state,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return sandboxes.list(LabelQuery.filter(labels, state), limit, cursor);
    }

    @GET
    @Path("{id}")
    public SandboxInfo get(@PathParam("id") SandboxId id) {
        return sandboxes.get(id);
    }

    @PATCH
    @Path("{id}")
    public SandboxInfo update(@PathParam("id") SandboxId id, @Nullable SandboxPatch patch) {
        return sandboxes.update(id, Bodies.require(patch));
    }

    @DELETE
    @Path("{id}")
    public void destroy(@PathParam("id") SandboxId id) {
        sandboxes.destroy(id);
    }

    @POST
    @Path("{id}/sleep")
    @Consumes(MediaType.WILDCARD)
    public SandboxInfo sleep(@PathParam("id") SandboxId id) {
        return sandboxes.sleep(id);
    }

    @POST
    @Path("{id}/wake")
    @Consumes(MediaType.WILDCARD)
    public SandboxInfo wake(@PathParam("id") SandboxId id) {
        return sandboxes.wake(id);
    }

    @POST
    @Path("{id}/pause")
    @Consumes(MediaType.WILDCARD)
    public SandboxInfo pause(@PathParam("id") SandboxId id) {
        return sandboxes.pause(id);
    }

    @POST
    @Path("{id}/resume")
    @Consumes(MediaType.WILDCARD)
    public SandboxInfo resume(@PathParam("id") SandboxId id) {
        return sandboxes.resume(id);
    }

    @GET
    @Path("{id}/ping")
    public Pong ping(@PathParam("id") SandboxId id) {
        return sandboxes.ping(id);
    }

    @PUT
    @Path("{id}/env")
    public void mergeEnv(@PathParam("id") SandboxId id, @Nullable Map<String, @Nullable String> env) {
        sandboxes.mergeEnv(id, Environment.requireValid(Bodies.require(env)));
    }
}
