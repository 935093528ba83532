package org.cofferdam.web.file;

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
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.error.BreakableAnswer;
import org.cofferdam.web.json.Bodies;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** {@code files}, but for their content. */
@Path("sandboxes/{id}/files")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class FilesResource {

    /** For what may have to walk a large tree or copy between file systems. */
    private static final Duration LONG_DEADLINE = Duration.ofMinutes(10);

    @Inject
    Sandboxes sandboxes;

    @Inject
    AgentCalls agents;

    @GET
    public Response list(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("recursive") @DefaultValue("false") boolean recursive,
            @QueryParam("hidden") @DefaultValue("false") boolean hidden,
            @QueryParam("glob") @Nullable String glob,
            @QueryParam("session") @Nullable SessionId session) {
        FileRequest.List request = new FileRequest.List(path, recursive, hidden, glob, session);
        StreamingOutput listing = out -> {
            FileListing items = new FileListing(out);
            try (SandboxLease lease = sandboxes.open(id)) {
                lease.agent().gather(Operation.FILE_LIST, request, items::add, Done.class);
                items.end();
            }
        };
        return Response.ok(new BreakableAnswer(listing)).build();
    }

    @GET
    @Path("stat")
    public FileInfo stat(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("session") @Nullable SessionId session) {
        return agents.ask(id, Operation.FILE_STAT, new FileRequest.Stat(path, session), FileInfo.class);
    }

    @DELETE
    public void delete(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("recursive") @DefaultValue("false") boolean recursive,
            @QueryParam("session") @Nullable SessionId session) {
        FileRequest.Delete request = new FileRequest.Delete(path, recursive, session);
        agents.ask(id, Operation.FILE_DELETE, request, Done.class, LONG_DEADLINE);
    }

    @POST
    @Path("mkdir")
    public FileInfo mkdir(@PathParam("id") SandboxId id, FileRequest.@Nullable Mkdir body) {
        return agents.ask(id, Operation.FILE_MKDIR, Bodies.require(body), FileInfo.class);
    }

    @POST
    @Path("move")
    public FileInfo move(@PathParam("id") SandboxId id, FileRequest.@Nullable Move body) {
        return agents.ask(id, Operation.FILE_MOVE, Bodies.require(body), FileInfo.class, LONG_DEADLINE);
    }

    @POST
    @Path("copy")
    public FileInfo copy(@PathParam("id") SandboxId id, FileRequest.@Nullable Copy body) {
        return agents.ask(id, Operation.FILE_COPY, Bodies.require(body), FileInfo.class, LONG_DEADLINE);
    }
}
