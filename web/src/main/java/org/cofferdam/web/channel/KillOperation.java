package org.cofferdam.web.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.sandbox.AgentCalls;
import org.jspecify.annotations.Nullable;

/** {@code kill}: ends a process's whole tree. */
@ApplicationScoped
public class KillOperation implements ChannelOperation<KillOperation.Request> {

    private static final long GRACE_MILLIS = 5000;

    /**
     * As {@link ProcessRequest.Kill}.
     *
     * @param signal TERM when null
     * @param graceMillis 5000 when null
     */
    public record Request(
            ProcessId processId,
            @Nullable Signal signal,
            @Nullable Long graceMillis) {

        public Request {
            if (processId == null) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "processId is missing");
            }
        }
    }

    @Inject
    AgentCalls agents;

    @Override
    public String op() {
        return "kill";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        long grace = request.graceMillis() == null ? GRACE_MILLIS : request.graceMillis();
        ProcessRequest.Kill kill = new ProcessRequest.Kill(
                request.processId(), request.signal() == null ? Signal.TERM : request.signal(), grace);
        answer.done(new StartOperation.Done(agents.ask(
                answer.sandbox(),
                Operation.PROCESS_KILL,
                kill,
                ProcessInfo.class,
                AgentCalls.DEADLINE.plusMillis(grace))));
    }
}
