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
import java.util.function.BiFunction;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.file.FileMatches;
import org.cofferdam.protocol.file.FileReplacement;
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
        SearchRequest.Find request = Bodies.require(body);
        return answer(
                id,
                (agent, items) -> agent.gather(
                        Operation.FILE_SEARCH,
                        request,
                        FileMatches.class,
                        part -> part.items().forEach(items::add),
                        SearchSummary.class));
    }

    @POST
    @Path("replace")
    public Response replace(@PathParam("id") SandboxId id, SearchRequest.@Nullable Replace body) {
        SearchRequest.Replace request = Bodies.require(body);
        return answer(
                id,
                (agent, items) -> agent.gather(
                        Operation.FILE_REPLACE, request, FileReplacement.class, items::add, SearchSummary.class));
    }

    private Response answer(SandboxId id, BiFunction<AgentLink, FileListing, SearchSummary> search) {
        StreamingOutput listing = out -> {
            FileListing items = new FileListing(out);
            try (SandboxLease lease = sandboxes.open(id)) {
                items.end(search.apply(lease.agent(), items));
            }
        };
        return Response.ok(new BreakableAnswer(listing)).build();
    }
}
