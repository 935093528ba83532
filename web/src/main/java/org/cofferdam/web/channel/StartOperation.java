package org.cofferdam.web.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** {@code start}: a background process; {@code done} brings it as it stands then. */
@ApplicationScoped
public class StartOperation implements ChannelOperation<StartOperation.Request> {

    /** As {@link ProcessSpec}, whose {@code id} is {@code processId} here. */
    public record Request(
            @Nullable ProcessId processId,
            @Nullable String command,
            @Nullable List<String> argv,
            @Nullable SessionId session,
            @Nullable String cwd,
            @Nullable Map<String, @Nullable String> env,
            @Nullable String user,
            boolean stdin,
            @Nullable Long timeoutMillis,
            @Nullable Long maxOutputBytes) {

        ProcessSpec toProcess() {
            ProcessId id = processId == null ? ProcessId.random() : processId;
            return new ProcessSpec(id, command, argv, session, cwd, env, user, stdin, timeoutMillis, maxOutputBytes);
        }
    }

    /** The data of {@code done} where it tells of a process. */
    record Done(ProcessInfo process) {}

    @Inject
    AgentCalls agents;

    @Override
    public String op() {
        return "start";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        answer.done(new Done(
                agents.ask(answer.sandbox(), Operation.PROCESS_START, request.toProcess(), ProcessInfo.class)));
    }
}
