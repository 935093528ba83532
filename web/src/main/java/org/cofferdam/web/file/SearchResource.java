package org.cofferdam.web.file;

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
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchSummary;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.error.BreakableAnswer;
import org.cofferdam.web.json.Bodies;
import org.jspecify.annotations.Nullable;

/** {@code files/search} and {@code files/replace}. */
@Path("sandboxes/{id}/files")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class SearchResource {

    @Inject
    Sandboxes sandboxes;

    @POST
    @Path("search")
    public Response search(@PathParam("id") SandboxId id, SearchRequest.@Nullable Find body) {
        return answer(id, Operation.FILE_SEARCH, Bodies.require(body));
    }

    @POST
    @Path("replace")
    public Response replace(@PathParam("id") SandboxId id, SearchRequest.@Nullable Replace body) {
        return answer(id, Operation.FILE_REPLACE, Bodies.require(body));
    }

    private Response answer(SandboxId id, Operation operation, SearchRequest request) {
        StreamingOutput listing = out -> {
            FileListing items = new FileListing(out);
            try (SandboxLease lease = sandboxes.open(id)) {
                items.end(lease.agent().gather(operation, request, items::add, SearchSummary.class));
            }
        };
        return Response.ok(new BreakableAnswer(listing)).build();
    }
}
