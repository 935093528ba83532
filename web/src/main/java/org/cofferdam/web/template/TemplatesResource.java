package org.cofferdam.web.template;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.cofferdam.ejb.template.Templates;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.protocol.template.TemplateId;
import org.cofferdam.protocol.template.TemplateInfo;
import org.cofferdam.protocol.template.TemplateSpec;
import org.cofferdam.web.access.Roles;
import org.cofferdam.web.json.Bodies;
import org.jspecify.annotations.Nullable;

/** {@code /templates}, for administrators. */
@Path("templates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@ApplicationScoped
public class TemplatesResource {

    @Inject
    Templates templates;

    @GET
    public Page<TemplateInfo> list(
            @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") @Nullable String cursor) {
        return templates.list(limit, cursor);
    }

    @GET
    @Path("{name}")
    public TemplateInfo get(@PathParam("name") TemplateId name) {
        return templates.get(name);
    }

    @PUT
    @Path("{name}")
    public Response put(@PathParam("name") TemplateId name, @Nullable TemplateSpec body) {
        boolean isNew = templates.put(name, Bodies.require(body));
        Response.ResponseBuilder response = isNew ? Response.created(URI.create("templates/" + name)) : Response.ok();
        return response.entity(templates.get(name)).build();
    }

    @DELETE
    @Path("{name}")
    public void delete(@PathParam("name") TemplateId name) {
        templates.delete(name);
    }
}
