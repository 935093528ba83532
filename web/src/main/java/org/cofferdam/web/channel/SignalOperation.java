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

/** {@code signal}: to a process's group, and nothing more. */
@ApplicationScoped
public class SignalOperation implements ChannelOperation<SignalOperation.Request> {

    /** Which signal to which process. */
    public record Request(ProcessId processId, Signal signal) {
        public Request {
            if (processId == null || signal == null) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "processId and signal are needed");
            }
        }
    }

    @Inject
    AgentCalls agents;

    @Override
    public String op() {
        return "signal";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        ProcessRequest.SendSignal signal = new ProcessRequest.SendSignal(request.processId(), request.signal());
        answer.done(new StartOperation.Done(
                agents.ask(answer.sandbox(), Operation.PROCESS_SIGNAL, signal, ProcessInfo.class)));
    }
}
