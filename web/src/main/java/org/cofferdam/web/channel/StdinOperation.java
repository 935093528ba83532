package org.cofferdam.web.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.StdinPosition;
import org.jspecify.annotations.Nullable;

/**
 * {@code stdin}: writes to a process's standard input; {@code done} says that all of it is in the pipe, and how far the input has come.
 * Several come in order. One that is cancelled, or whose client goes, writes no more: with {@code offset} the same can be sent again.
 */
@ApplicationScoped
public class StdinOperation implements ChannelOperation<StdinOperation.Request> {

    /**
     * What to write, as text or as base64; nothing when both are null.
     *
     * @param offset see {@link ProcessRequest.Stdin}
     * @param close whether its standard input ends behind it
     */
    public record Request(
            ProcessId processId,
            @Nullable Long offset,
            @Nullable String data,
            @Nullable String dataBase64,
            boolean close) {

        public Request {
            if (processId == null) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "processId is missing");
            }
            if (data != null && dataBase64 != null) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "Give data or dataBase64, not both");
            }
        }

        byte[] bytes() {
            if (dataBase64 == null) {
                return data == null ? new byte[0] : data.getBytes(StandardCharsets.UTF_8);
            }
            try {
                return Base64.getDecoder().decode(dataBase64);
            } catch (IllegalArgumentException e) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "dataBase64 is not base64", e);
            }
        }
    }

    /** Lets a thread be interrupted while it writes, and not behind that. */
    private static final class Interruptible {

        private final Thread thread = Thread.currentThread();
        private boolean writing = true;
        private boolean interrupted;

        synchronized void interrupt() {
            if (writing) {
                interrupted = true;
                thread.interrupt();
            }
        }

        /** Whether the writing was interrupted; the thread no longer is. */
        synchronized boolean end() {
            writing = false;
            if (interrupted) {
                Thread.interrupted();
            }
            return interrupted;
        }
    }

    @Inject
    Sandboxes sandboxes;

    @Override
    public String op() {
        return "stdin";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Object order(Request request) {
        return request.processId();
    }

    @Override
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        ProcessRequest.Stdin stdin = new ProcessRequest.Stdin(request.processId(), request.offset(), request.close());
        ByteArrayInputStream bytes = new ByteArrayInputStream(request.bytes());
        Interruptible writing = new Interruptible();
        answer.onCancel(writing::interrupt);
        StdinPosition reached;
        try (SandboxLease lease = sandboxes.open(answer.sandbox())) {
            reached = lease.agent().stdin(stdin, bytes);
        } catch (SandboxException e) {
            if (writing.end()) {
                return;
            }
            throw e;
        }
        writing.end();
        answer.done(reached);
    }
}
