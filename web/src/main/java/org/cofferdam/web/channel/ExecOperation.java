package org.cofferdam.web.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.exec.OutputEncoding;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.web.json.Json;
import org.jspecify.annotations.Nullable;

/** {@code exec}: runs a command and follows it. Its events are {@code start}, {@code stdout}, {@code stderr} and, last, {@code complete}. */
@ApplicationScoped
public class ExecOperation implements ChannelOperation<ExecOperation.Request> {

    /**
     * A command, whose members are the message's.
     *
     * @param window see {@link AttachOperation.Request}
     */
    public record Request(ExecRequest command, @Nullable Long window) {

        public Request {
            FollowedProcess.requireWindow(window);
        }
    }

    /** The member of a message that is none of the command's. */
    private record Limit(@Nullable Long window) {}

    @Inject
    Sandboxes sandboxes;

    @Override
    public String op() {
        return "exec";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Request read(ObjectNode members) {
        ObjectNode limit = members.objectNode();
        JsonNode window = members.remove("window");
        if (window != null) {
            limit.set("window", window);
        }
        return new Request(
                Json.convert(members, ExecRequest.class),
                Json.convert(limit, Limit.class).window());
    }

    @Override
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        ExecRequest command = request.command();
        ProcessSpec spec = command.toProcess();
        InputStream stdin = spec.stdin() && command.stdin() != null
                ? new ByteArrayInputStream(command.stdin().getBytes(StandardCharsets.UTF_8))
                : null;
        ProcessId process = Objects.requireNonNull(spec.id());
        try (SandboxLease lease = sandboxes.open(answer.sandbox())) {
            new FollowedProcess(process, command.encoding() == OutputEncoding.BASE64, answer)
                    .follow(lease.agent().exec(spec, stdin), request.window(), 0);
        }
    }
}
