package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.event.NumberedEvent;
import org.jspecify.annotations.Nullable;

/**
 * One event of a run: {@link Start}, then what the kernel gives in its order, then {@link Complete}. A reader that saw one resumes
 * behind its number and misses nothing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunEvent.Start.class, name = "start"),
    @JsonSubTypes.Type(value = RunEvent.Stdout.class, name = "stdout"),
    @JsonSubTypes.Type(value = RunEvent.Stderr.class, name = "stderr"),
    @JsonSubTypes.Type(value = RunEvent.Result.class, name = "result"),
    @JsonSubTypes.Type(value = RunEvent.Update.class, name = "update"),
    @JsonSubTypes.Type(value = RunEvent.Clear.class, name = "clear"),
    @JsonSubTypes.Type(value = RunEvent.Failure.class, name = "error"),
    @JsonSubTypes.Type(value = RunEvent.Truncated.class, name = "truncated"),
    @JsonSubTypes.Type(value = RunEvent.Complete.class, name = "complete")
})
public sealed interface RunEvent extends NumberedEvent {

    /** It begins: no other run is before it in its context any more. */
    record Start(long number, RunId executionId, ContextId contextId, String language, Instant startedAt)
            implements RunEvent {
        @Override
        public String eventName() {
            return "start";
        }
    }

    /** Some of its standard output. */
    record Stdout(long number, String data) implements RunEvent {
        @Override
        public String eventName() {
            return "stdout";
        }
    }

    /** Some of its standard error. */
    record Stderr(long number, String data) implements RunEvent {
        @Override
        public String eventName() {
            return "stderr";
        }
    }

    /**
     * Something to show.
     *
     * @param main whether it is the value of the run's last expression
     * @param displayId what later {@link Update}s call it
     * @param data one and the same thing by MIME type: text, base64 where the type is binary, or JSON
     * @param metadata hints of the kernel, by MIME type, such as an image's size
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            long number,
            boolean main,
            @Nullable String displayId,
            Map<String, Object> data,
            @Nullable Map<String, Object> metadata)
            implements RunEvent {
        @Override
        public String eventName() {
            return "result";
        }
    }

    /** Another content for a result that was shown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Update(
            long number,
            String displayId,
            Map<String, Object> data,
            @Nullable Map<String, Object> metadata) implements RunEvent {
        @Override
        public String eventName() {
            return "update";
        }
    }

    /**
     * What was shown so far is to go.
     *
     * @param await whether only when the next thing comes
     */
    record Clear(long number, boolean await) implements RunEvent {
        @Override
        public String eventName() {
            return "clear";
        }
    }

    /** It raised what nobody caught, or its kernel ended. */
    record Failure(long number, String name, String value, List<String> traceback) implements RunEvent {
        @Override
        public String eventName() {
            return "error";
        }
    }

    /** The events behind {@code from} up to {@code number} are no longer kept. */
    record Truncated(long number, long from) implements RunEvent {
        @Override
        public String eventName() {
            return "truncated";
        }
    }

    /**
     * Its end.
     *
     * @param executionCount as the kernel counts; null when it did not get to count it
     * @param restarted whether its context's kernel was started anew because of it
     * @param truncated whether some of its events are no longer kept
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Complete(
            long number,
            RunId executionId,
            ContextId contextId,
            RunStatus status,
            @Nullable Integer executionCount,
            boolean restarted,
            boolean truncated,
            @Nullable Instant startedAt,
            long durationMillis)
            implements RunEvent {
        @Override
        public String eventName() {
            return "complete";
        }

        public boolean success() {
            return status == RunStatus.OK;
        }
    }
}
