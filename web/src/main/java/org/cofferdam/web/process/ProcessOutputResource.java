package org.cofferdam.web.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import java.io.InputStream;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.exec.OutputEncoding;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.StdinPosition;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.error.BreakableAnswer;
import org.cofferdam.web.event.Followers;
import org.cofferdam.web.event.Following;
import org.cofferdam.web.event.LastEventId;
import org.cofferdam.web.event.ProcessEventWriter;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** What goes into a process and what comes out of it, as bytes. */
@Path("sandboxes/{id}/processes")
@ApplicationScoped
public class ProcessOutputResource {

    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    @Inject
    Sandboxes sandboxes;

    @Inject
    AgentCalls agents;

    @Inject
    Followers followers;

    @POST
    @Path("{pid}/stdin")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public StdinPosition stdin(
            @PathParam("id") SandboxId id,
            @PathParam("pid") ProcessId pid,
            @QueryParam("offset") @Nullable Long offset,
            @QueryParam("close") @DefaultValue("false") boolean close,
            InputStream bytes) {
        ProcessRequest.Stdin stdin = new ProcessRequest.Stdin(pid, offset, close);
        try (SandboxLease lease = sandboxes.open(id)) {
            return lease.agent().stdin(stdin, bytes);
        }
    }

    @GET
    @Path("{pid}/logs")
    @Produces(PLAIN_TEXT)
    public Response logs(
            @PathParam("id") SandboxId id,
            @PathParam("pid") ProcessId pid,
            @QueryParam("stream") @Nullable OutputStreamName stream) {
        ProcessInfo info = agents.ask(id, Operation.PROCESS_GET, new ProcessRequest.Get(pid), ProcessInfo.class);
        if (info.outputBytes() == 0) {
            return Response.ok().build();
        }
        ProcessLog log = new ProcessLog(follow(id, pid, null, false), stream, info.outputBytes());
        return Response.ok(new BreakableAnswer(log::write)).build();
    }

    @GET
    @Path("{pid}/events")
    @Produces({MediaType.SERVER_SENT_EVENTS})
    public Response events(
            @PathParam("id") SandboxId id,
            @PathParam("pid") ProcessId pid,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @QueryParam("after") @Nullable Long after,
            @QueryParam("lossless") @DefaultValue("false") boolean lossless,
            @QueryParam("encoding") @DefaultValue("utf-8") OutputEncoding encoding) {
        Long position = LastEventId.or(lastEventId, after);
        Following<ProcessEvent> following = follow(id, pid, position, lossless);
        boolean binary = encoding == OutputEncoding.BASE64;
        return Response.ok((StreamingOutput) out -> following.stream(ProcessEventWriter.stream(pid, binary, out)))
                .build();
    }

    private Following<ProcessEvent> follow(SandboxId id, ProcessId pid, @Nullable Long after, boolean lossless) {
        ProcessRequest.Attach request = new ProcessRequest.Attach(pid, after, lossless);
        return followers.open(id, agent -> agent.attach(request));
    }
}
