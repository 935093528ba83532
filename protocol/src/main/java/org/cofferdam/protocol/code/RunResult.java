package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST code}: what a notebook would show in the end.
 *
 * @param results each one thing by format: {@code text html markdown png jpeg svg json latex javascript pdf chart}, or the MIME type itself
 *     where that is none of these
 * @param error what it raised; null when nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunResult(
        RunId executionId,
        ContextId contextId,
        RunStatus status,
        boolean success,
        @Nullable Integer executionCount,
        Logs logs,
        List<Map<String, Object>> results,
        @Nullable Raised error,
        boolean restarted,
        boolean truncated,
        @Nullable Instant startedAt,
        long durationMillis) {

    /** What it raised, where it is known that it did. */
    public Raised raised() {
        return Objects.requireNonNull(error, "It raised nothing");
    }

    /** What it printed, in pieces as they came. */
    public record Logs(List<String> stdout, List<String> stderr) {}

    /** What nobody caught. */
    public record Raised(String name, String value, List<String> traceback) {}
}
