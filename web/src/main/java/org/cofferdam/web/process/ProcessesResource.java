package org.cofferdam.web.process;

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
import java.net.URI;
import java.time.Duration;
import org.cofferdam.protocol.process.Killed;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessList;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.WaitResult;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.event.Places;
import org.cofferdam.web.json.Bodies;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** {@code processes}: each call is one question to the agent. */
@Path("sandboxes/{id}/processes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class ProcessesResource {

    private static final String GRACE_MILLIS = "5000";

    @Inject
    AgentCalls agents;

    @Inject
    Places places;

    @POST
    public Response start(@PathParam("id") SandboxId id, @Nullable ProcessSpec body) {
        ProcessSpec spec = Bodies.require(body).named();
        ProcessInfo info = agents.ask(id, Operation.PROCESS_START, spec, ProcessInfo.class);
        return Response.created(URI.create("sandboxes/" + id + "/processes/" + spec.id()))
                .entity(info)
                .build();
    }

    @GET
    public ProcessList list(@PathParam("id") SandboxId id) {
        return agents.ask(id, Operation.PROCESS_LIST, new ProcessRequest.ListAll(), ProcessList.class);
    }

    @DELETE
    public Killed killAll(
            @PathParam("id") SandboxId id,
            @QueryParam("signal") @DefaultValue("TERM") Signal signal,
            @QueryParam("graceMillis") @DefaultValue(GRACE_MILLIS) long graceMillis) {
        ProcessRequest.KillAll request = new ProcessRequest.KillAll(signal, graceMillis);
        return agents.ask(id, Operation.PROCESS_KILL_ALL, request, Killed.class, after(graceMillis));
    }

    @GET
    @Path("{pid}")
    public ProcessInfo get(@PathParam("id") SandboxId id, @PathParam("pid") ProcessId pid) {
        return agents.ask(id, Operation.PROCESS_GET, new ProcessRequest.Get(pid), ProcessInfo.class);
    }

    @DELETE
    @Path("{pid}")
    public ProcessInfo kill(
            @PathParam("id") SandboxId id,
            @PathParam("pid") ProcessId pid,
            @QueryParam("signal") @DefaultValue("TERM") Signal signal,
            @QueryParam("graceMillis") @DefaultValue(GRACE_MILLIS) long graceMillis) {
        ProcessRequest.Kill request = new ProcessRequest.Kill(pid, signal, graceMillis);
        return agents.ask(id, Operation.PROCESS_KILL, request, ProcessInfo.class, after(graceMillis));
    }

    @POST
    @Path("{pid}/signal")
    public ProcessInfo signal(
            @PathParam("id") SandboxId id, @PathParam("pid") ProcessId pid, @Nullable SignalRequest body) {
        Signal signal = Bodies.require(body).signal();
        return agents.ask(id, Operation.PROCESS_SIGNAL, new ProcessRequest.SendSignal(pid, signal), ProcessInfo.class);
    }

    @POST
    @Path("{pid}/wait")
    public WaitResult await(@PathParam("id") SandboxId id, @PathParam("pid") ProcessId pid, @Nullable WaitSpec body) {
        WaitSpec spec = Bodies.require(body);
        ProcessRequest.Wait request = new ProcessRequest.Wait(pid, spec);
        Duration deadline = after(spec.timeoutMillisOrDefault());
        try (Places.Place _ = places.take()) {
            return agents.ask(id, Operation.PROCESS_WAIT, request, WaitResult.class, deadline);
        }
    }

    /** The deadline of an answer that the agent itself gives after a time. */
    private static Duration after(long millis) {
        return AgentCalls.DEADLINE.plusMillis(millis);
    }
}
