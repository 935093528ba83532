package org.cofferdam.web.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.connector.EventSource;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.web.code.RunSources;
import org.jspecify.annotations.Nullable;

/**
 * {@code code}: runs code, or follows a run that exists, where {@code code} is missing. Its events are a run's, each with its {@code number};
 * {@code complete} is the last. Cancelling it leaves the run alone.
 */
@ApplicationScoped
public class CodeOperation implements ChannelOperation<CodeOperation.Request> {

    /**
     * As {@link RunSpec}.
     *
     * @param after the last number seen, of a run that exists; null for all
     */
    public record Request(
            @Nullable RunId executionId,
            @Nullable String code,
            @Nullable ContextId contextId,
            @Nullable String language,
            @Nullable Map<String, @Nullable String> env,
            @Nullable String stdin,
            @Nullable Long timeoutMillis,
            @Nullable Long maxOutputBytes,
            @Nullable Long after) {

        EventSource<RunEvent> source() {
            if (code != null) {
                RunId id = executionId == null ? RunId.random() : executionId;
                return RunSources.of(
                        new RunSpec(id, code, contextId, language, env, stdin, timeoutMillis, maxOutputBytes), id);
            }
            if (executionId == null) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "code is missing");
            }
            return RunSources.behind(executionId, after);
        }
    }

    @Inject
    Sandboxes sandboxes;

    @Override
    public String op() {
        return "code";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        EventSource<RunEvent> source = request.source();
        try (SandboxLease lease = sandboxes.open(answer.sandbox());
                AgentEvents<RunEvent> events = lease.agent().events(source)) {
            answer.onCancel(events::close);
            RunEvent event = events.next();
            while (event != null) {
                send(event, answer);
                event = events.next();
            }
        }
    }

    private static void send(RunEvent event, Answer answer) throws IOException, InterruptedException {
        if (event instanceof RunEvent.Complete) {
            answer.ended();
        }
        answer.event(event.eventName(), (Record) event);
    }
}
