package org.cofferdam.web.access;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.cofferdam.ejb.access.ApiKeys;
import org.cofferdam.protocol.access.KeyInfo;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.web.json.Bodies;
import org.jspecify.annotations.Nullable;

/** {@code /keys}, for administrators. */
@Path("keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@ApplicationScoped
public class ApiKeysResource {

    @Inject
    ApiKeys keys;

    @POST
    public Response create(@Nullable NewKey body) {
        KeyInfo key = keys.create(Bodies.require(body));
        return Response.created(URI.create("keys/" + key.id())).entity(key).build();
    }

    @GET
    public Page<KeyInfo> list(
            @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") @Nullable String cursor) {
        return keys.list(limit, cursor);
    }

    @DELETE
    @Path("{kid}")
    public void revoke(@PathParam("kid") String kid) {
        keys.revoke(kid);
    }
}
