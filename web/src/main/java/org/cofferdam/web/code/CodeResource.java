package org.cofferdam.web.code;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.cofferdam.connector.EventSource;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.web.error.BreakableAnswer;
import org.cofferdam.web.event.Followers;
import org.cofferdam.web.event.Following;
import org.cofferdam.web.event.LastEventId;
import org.cofferdam.web.event.NumberedEventWriter;
import org.cofferdam.web.exec.Heartbeat;
import org.cofferdam.web.json.Bodies;
import org.cofferdam.web.json.Json;
import org.jspecify.annotations.Nullable;

/** {@code code}. A client that hangs up leaves the run alone: it can be found by its id and followed again. */
@Path("sandboxes/{id}/code")
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class CodeResource {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    @Inject
    Followers followers;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response run(@PathParam("id") SandboxId id, @Nullable RunSpec body) {
        Following<RunEvent> following = start(id, body);
        return Response.ok(new BreakableAnswer(out -> answer(following, out))).build();
    }

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    public Response stream(@PathParam("id") SandboxId id, @Nullable RunSpec body) {
        return stream(start(id, body));
    }

    @GET
    @Path("{xid}/events")
    @Produces({MediaType.SERVER_SENT_EVENTS})
    public Response events(
            @PathParam("id") SandboxId id,
            @PathParam("xid") RunId run,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @QueryParam("after") @Nullable Long after) {
        EventSource<RunEvent> source = RunSources.behind(run, LastEventId.or(lastEventId, after));
        return stream(followers.open(id, agent -> agent.events(source)));
    }

    private Following<RunEvent> start(SandboxId id, @Nullable RunSpec body) {
        RunSpec given = Bodies.require(body);
        RunId run = given.executionId() == null ? RunId.random() : given.executionId();
        EventSource<RunEvent> source = RunSources.of(given, run);
        return followers.open(id, agent -> agent.events(source));
    }

    private static Response stream(Following<RunEvent> following) {
        return Response.ok((StreamingOutput) out -> following.stream(new NumberedEventWriter<>(out)))
                .build();
    }

    private static void answer(Following<RunEvent> following, OutputStream out) throws IOException {
        GatheredRun gathered = new GatheredRun();
        try (following) {
            RunEvent.Complete end = gather(following, gathered, out);
            if (end != null) {
                out.write(Json.bytes(gathered.result(end)));
            }
        }
    }

    /** The end of the run, or null when the client went before. */
    private static RunEvent.@Nullable Complete gather(
            Following<RunEvent> following, GatheredRun gathered, OutputStream out) throws IOException {
        try (Heartbeat _ = Heartbeat.start(out, following.events()::close, HEARTBEAT)) {
            RunEvent event = following.events().next();
            while (event != null) {
                if (event instanceof RunEvent.Complete end) {
                    return end;
                }
                gathered.add(event);
                event = following.events().next();
            }
            return null;
        }
    }
}
