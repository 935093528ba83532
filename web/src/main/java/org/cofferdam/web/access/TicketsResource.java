package org.cofferdam.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.cofferdam.ejb.access.Tickets;
import org.cofferdam.protocol.access.NewTicket;
import org.jspecify.annotations.Nullable;

/** {@code /tickets}, for WebSockets of browsers. */
@Path("tickets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class TicketsResource {

    private static final NewTicket FOR_ANY_SANDBOX = new NewTicket(null);

    @Inject
    Tickets tickets;

    @POST
    public Response create(@Nullable NewTicket body, @Context HttpServletRequest request) {
        String keyId = request.getUserPrincipal().getName();
        return Response.status(Response.Status.CREATED)
                .entity(tickets.create(keyId, body == null ? FOR_ANY_SANDBOX : body))
                .build();
    }
}
