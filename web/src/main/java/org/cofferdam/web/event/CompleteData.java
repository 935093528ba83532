package org.cofferdam.web.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/** The data of {@code event: complete}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CompleteData(
        ProcessId processId,
        ProcessStatus status,
        @Nullable Integer exitCode,
        @Nullable String signal,
        boolean success,
        boolean truncated,
        boolean sessionEnded,
        Instant startedAt,
        long durationMillis) {

    static CompleteData of(ProcessId process, ProcessEvent.Complete end) {
        return new CompleteData(
                process,
                end.status(),
                end.exitCode(),
                end.signal(),
                end.success(),
                end.truncated(),
                end.sessionEnded(),
                end.startedAt(),
                end.durationMillis());
    }
}
