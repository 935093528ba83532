package org.cofferdam.web.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.cofferdam.protocol.file.FileChanges;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.WatchId;
import org.cofferdam.protocol.file.WatchPosition;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.event.Followers;
import org.cofferdam.web.event.Following;
import org.cofferdam.web.event.NumberedEventWriter;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** What happens to files, told as it happens or when asked. */
@Path("sandboxes/{id}/files")
@ApplicationScoped
public class FileChangesResource {

    @Inject
    Followers followers;

    @Inject
    AgentCalls agents;

    @GET
    @Path("watch")
    @Produces({MediaType.SERVER_SENT_EVENTS})
    public Response watch(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("recursive") @DefaultValue("true") boolean recursive,
            @QueryParam("include") List<String> include,
            @QueryParam("exclude") List<String> exclude,
            @QueryParam("all") @DefaultValue("false") boolean all,
            @QueryParam("session") @Nullable SessionId session,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
        WatchSpec spec = new WatchSpec(path, recursive, include, exclude, all, session);
        WatchPosition seen = lastEventId == null || lastEventId.isEmpty() ? null : new WatchPosition(lastEventId);
        WatchId watch = seen == null ? WatchId.random() : seen.watch();
        Long after = seen == null ? null : seen.number();
        Following<FileEvent> following = followers.open(id, agent -> agent.events(WatchSource.of(spec, watch, after)));
        return Response.ok((StreamingOutput) out -> following.stream(new NumberedEventWriter<>(
                        out, number -> WatchPosition.of(watch, number).value())))
                .build();
    }

    @GET
    @Path("changes")
    @Produces(MediaType.APPLICATION_JSON)
    public FileChanges changes(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("recursive") @DefaultValue("true") boolean recursive,
            @QueryParam("include") List<String> include,
            @QueryParam("exclude") List<String> exclude,
            @QueryParam("all") @DefaultValue("false") boolean all,
            @QueryParam("session") @Nullable SessionId session,
            @QueryParam("since") @Nullable WatchPosition since) {
        WatchSpec spec = new WatchSpec(path, recursive, include, exclude, all, session);
        WatchId watch = since == null ? WatchId.random() : since.watch();
        Long number = since == null ? null : since.number();
        return agents.ask(id, Operation.FILE_CHANGES, new WatchRequest.Changes(spec, watch, number), FileChanges.class);
    }
}
