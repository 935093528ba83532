package org.cofferdam.web.terminal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalList;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.json.Bodies;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** {@code terminals}: what is typed and printed goes by {@code processes/{tid}/stdin} and {@code events}, for a terminal is a process. */
@Path("sandboxes/{id}/terminals")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class TerminalsResource {

    private static final long GRACE_MILLIS = 5000;

    @Inject
    AgentCalls agents;

    @POST
    public Response open(@PathParam("id") SandboxId id, @Nullable TerminalSpec body) {
        TerminalSpec spec = body == null ? TerminalSpec.SHELL : body;
        ProcessId terminal = spec.id() == null ? ProcessId.random() : spec.id();
        TerminalRequest.Open request = new TerminalRequest.Open(spec.withId(terminal));
        TerminalInfo info = agents.ask(id, Operation.TERMINAL_OPEN, request, TerminalInfo.class);
        return Response.created(URI.create("sandboxes/" + id + "/terminals/" + terminal))
                .entity(info)
                .build();
    }

    @GET
    public TerminalList list(@PathParam("id") SandboxId id) {
        return agents.ask(id, Operation.TERMINAL_LIST, new TerminalRequest.ListAll(), TerminalList.class);
    }

    @GET
    @Path("{tid}")
    public TerminalInfo get(@PathParam("id") SandboxId id, @PathParam("tid") ProcessId tid) {
        return agents.ask(id, Operation.TERMINAL_GET, new TerminalRequest.Get(tid), TerminalInfo.class);
    }

    @POST
    @Path("{tid}/resize")
    public TerminalInfo resize(
            @PathParam("id") SandboxId id, @PathParam("tid") ProcessId tid, @Nullable TerminalSize body) {
        TerminalRequest.Resize request = new TerminalRequest.Resize(tid, Bodies.require(body));
        return agents.ask(id, Operation.TERMINAL_RESIZE, request, TerminalInfo.class);
    }

    /** Hangs up: HUP to all that runs in it, and after some seconds KILL. */
    @DELETE
    @Path("{tid}")
    public TerminalInfo delete(@PathParam("id") SandboxId id, @PathParam("tid") ProcessId tid) {
        agents.ask(id, Operation.TERMINAL_GET, new TerminalRequest.Get(tid), TerminalInfo.class);
        agents.ask(
                id,
                Operation.PROCESS_KILL,
                new ProcessRequest.Kill(tid, Signal.HUP, GRACE_MILLIS),
                ProcessInfo.class,
                AgentCalls.DEADLINE.plusMillis(GRACE_MILLIS));
        return get(id, tid);
    }
}
