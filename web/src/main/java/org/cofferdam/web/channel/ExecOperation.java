package org.cofferdam.web.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.exec.OutputEncoding;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/** {@code exec}: runs a command and follows it. Its events are {@code start}, {@code stdout}, {@code stderr} and, last, {@code complete}. */
@ApplicationScoped
public class ExecOperation implements ChannelOperation<ExecOperation.Request> {

    /**
     * As {@link ExecRequest}.
     *
     * @param window see {@link AttachOperation.Request}
     */
    public record Request(
            @Nullable ProcessId processId,
            @Nullable String command,
            @Nullable List<String> argv,
            @Nullable SessionId session,
            @Nullable String cwd,
            @Nullable Map<String, @Nullable String> env,
            @Nullable String user,
            @Nullable String stdin,
            @Nullable Long timeoutMillis,
            @Nullable Long maxOutputBytes,
            @Nullable OutputEncoding encoding,
            @Nullable Long window) {

        public Request {
            FollowedProcess.requireWindow(window);
        }

        ProcessSpec toProcess() {
            return new ExecRequest(
                            processId,
                            command,
                            argv,
                            session,
                            cwd,
                            env,
                            user,
                            stdin,
                            timeoutMillis,
                            maxOutputBytes,
                            encoding)
                    .toProcess();
        }
    }

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
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        ProcessSpec spec = request.toProcess();
        InputStream stdin = spec.stdin() && request.stdin() != null
                ? new ByteArrayInputStream(request.stdin().getBytes(StandardCharsets.UTF_8))
                : null;
        ProcessId process = Objects.requireNonNull(spec.id());
        try (SandboxLease lease = sandboxes.open(answer.sandbox())) {
            new FollowedProcess(process, request.encoding() == OutputEncoding.BASE64, answer)
                    .follow(lease.agent().exec(spec, stdin), request.window(), 0);
        }
    }
}
