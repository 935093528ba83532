package org.cofferdam.web.git;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.cofferdam.ejb.git.Checkout;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.git.GitCheckedOut;
import org.cofferdam.protocol.git.GitCheckout;
import org.cofferdam.protocol.git.GitEvent;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.web.event.Followers;
import org.cofferdam.web.event.Following;
import org.cofferdam.web.event.NumberedEventWriter;
import org.cofferdam.web.json.Bodies;
import org.jspecify.annotations.Nullable;

/** {@code git/checkout}. */
@Path("sandboxes/{id}/git/checkout")
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class CheckoutResource {

    @Inject
    Sandboxes sandboxes;

    @Inject
    Followers followers;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public GitCheckedOut checkout(@PathParam("id") SandboxId id, @Nullable GitCheckout body) {
        GitCheckout request = Bodies.require(body);
        try (SandboxLease lease = sandboxes.open(id);
                Checkout checkout = Checkout.of(lease.agent(), request)) {
            return checkout.finish();
        }
    }

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    public Response stream(@PathParam("id") SandboxId id, @Nullable GitCheckout body) {
        GitCheckout request = Bodies.require(body);
        Following<GitEvent> following = followers.open(id, agent -> Checkout.of(agent, request));
        return Response.ok((StreamingOutput) out -> following.stream(new NumberedEventWriter<>(out)))
                .build();
    }
}
