package org.cofferdam.web.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.exec.OutputEncoding;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.jspecify.annotations.Nullable;

/** {@code attach}: the events of a process behind a position, old ones first, then as they come. */
@ApplicationScoped
public class AttachOperation implements ChannelOperation<AttachOperation.Request> {

    /**
     * Which process, and from where on.
     *
     * @param after the last position seen; null for all
     * @param lossless whether this reader holds the process back rather than lose output
     * @param window the most output, in bytes, that is sent ahead of what {@code ack} acknowledged; not limited when null
     */
    public record Request(
            ProcessId processId,
            @Nullable Long after,
            boolean lossless,
            @Nullable OutputEncoding encoding,
            @Nullable Long window) {

        public Request {
            if (processId == null) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "processId is missing");
            }
            FollowedProcess.requireWindow(window);
        }
    }

    @Inject
    Sandboxes sandboxes;

    @Override
    public String op() {
        return "attach";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        ProcessRequest.Attach attach =
                new ProcessRequest.Attach(request.processId(), request.after(), request.lossless());
        try (SandboxLease lease = sandboxes.open(answer.sandbox())) {
            new FollowedProcess(request.processId(), request.encoding() == OutputEncoding.BASE64, answer)
                    .follow(
                            lease.agent().attach(attach),
                            request.window(),
                            request.after() == null ? 0 : request.after());
        }
    }
}
