package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.cofferdam.protocol.process.ProcessId;
import org.jspecify.annotations.Nullable;

/**
 * A context as it stands now.
 *
 * @param processId the process that its kernel is
 * @param executionCount of the last run, as the kernel counts
 * @param queued how many runs wait
 * @param restarts how often its kernel had to be started anew: its variables were lost each time
 * @param restarted why that was the last time, in words; null when it never was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContextInfo(
        ContextId id,
        String language,
        String cwd,
        ContextState state,
        @Nullable ProcessId processId,
        int executionCount,
        int queued,
        int restarts,
        @Nullable String restarted,
        Instant createdAt) {}
