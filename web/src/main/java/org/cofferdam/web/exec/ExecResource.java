package org.cofferdam.web.exec;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.exec.OutputEncoding;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.web.error.BreakableAnswer;
import org.cofferdam.web.event.Followers;
import org.cofferdam.web.event.Following;
import org.cofferdam.web.event.ProcessEventWriter;
import org.cofferdam.web.json.Bodies;
import org.jspecify.annotations.Nullable;

/** {@code exec}. A client that hangs up leaves the process running: it can be found by its id and followed again. */
@Path("sandboxes/{id}/exec")
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class ExecResource {

    /** The most output, both streams together, in one JSON answer unless the request says otherwise. */
    static final long MAX_OUTPUT_BYTES = 256L << 20;

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    @Inject
    Followers followers;

    @Inject
    ServletContext servletContext;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response exec(@PathParam("id") SandboxId id, @Nullable ExecRequest body) {
        ExecRequest request = Bodies.require(body);
        ProcessSpec spec = request.toProcess();
        Following<ProcessEvent> following = start(id, request, spec);
        return Response.ok(new BreakableAnswer(out -> answer(request, idOf(spec), following, out)))
                .build();
    }

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    public Response stream(@PathParam("id") SandboxId id, @Nullable ExecRequest body) {
        ExecRequest request = Bodies.require(body);
        ProcessSpec spec = request.toProcess();
        Following<ProcessEvent> following = start(id, request, spec);
        boolean binary = isBinary(request);
        return Response.ok(
                        (StreamingOutput) out -> following.stream(ProcessEventWriter.stream(idOf(spec), binary, out)))
                .build();
    }

    private static ProcessId idOf(ProcessSpec spec) {
        return Objects.requireNonNull(spec.id());
    }

    private Following<ProcessEvent> start(SandboxId id, ExecRequest request, ProcessSpec spec) {
        InputStream stdin = spec.stdin() && request.stdin() != null
                ? new ByteArrayInputStream(request.stdin().getBytes(StandardCharsets.UTF_8))
                : null;
        return followers.open(id, agent -> agent.exec(spec, stdin));
    }

    private void answer(ExecRequest request, ProcessId process, Following<ProcessEvent> following, OutputStream out)
            throws IOException {
        long maxOutputBytes = request.maxOutputBytes() == null ? MAX_OUTPUT_BYTES : request.maxOutputBytes();
        java.nio.file.Path directory = ((File) servletContext.getAttribute(ServletContext.TEMPDIR)).toPath();
        try (following;
                GatheredExec gathered = new GatheredExec(directory, maxOutputBytes)) {
            ProcessEvent.Complete end = gather(following, gathered, out);
            if (end != null) {
                gathered.write(process, end, isBinary(request), out);
            }
        }
    }

    /** The end of the process, or null when the client went before. */
    private static ProcessEvent.@Nullable Complete gather(
            Following<ProcessEvent> following, GatheredExec gathered, OutputStream out) throws IOException {
        try (Heartbeat _ = Heartbeat.start(out, following.events()::close, HEARTBEAT)) {
            ProcessEvent event = following.events().next();
            while (event != null) {
                if (event instanceof ProcessEvent.Complete end) {
                    return end;
                }
                gathered.add(event);
                event = following.events().next();
            }
            return null;
        }
    }

    private static boolean isBinary(ExecRequest request) {
        return request.encoding() == OutputEncoding.BASE64;
    }
}
