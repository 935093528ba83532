package org.cofferdam.web.channel;

import java.io.IOException;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.web.event.EventStream;
import org.cofferdam.web.event.ProcessEventReceiver;
import org.cofferdam.web.event.ProcessEventWriter;
import org.jspecify.annotations.Nullable;

/** The events of one process on their way into an answer, at most a window ahead of what the client has acknowledged. */
record FollowedProcess(ProcessId process, boolean binary, Answer answer) implements ProcessEventReceiver {

    static void requireWindow(@Nullable Long window) {
        if (window != null && window < 1) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "window is at least 1");
        }
    }

    /** Follows it to its end, or until the operation is cancelled, which leaves the process alone. */
    void follow(ProcessStream events, @Nullable Long window, long after) throws IOException, InterruptedException {
        if (window != null) {
            answer.limit(window);
            answer.acknowledge(after);
        }
        answer.onCancel(events::close);
        try (events) {
            ProcessEvent first = events.next();
            if (first != null) {
                EventStream.write(first, events, ProcessEventWriter.messages(process, binary, this));
            }
        }
    }

    @Override
    public void message(long before, boolean last, byte[] members) throws IOException {
        try {
            if (last) {
                answer.last(members);
            } else {
                answer.event(before, members);
            }
        } catch (InterruptedException e) {
            throw Answer.interrupted(e);
        }
    }

    @Override
    public void error(Problem problem) throws IOException {
        try {
            answer.error(problem);
        } catch (InterruptedException e) {
            throw Answer.interrupted(e);
        }
    }
}
