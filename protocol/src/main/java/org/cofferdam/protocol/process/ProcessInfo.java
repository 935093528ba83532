package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * A process as it stands now.
 *
 * @param pid inside the sandbox; null while it is queued
 * @param exitCode 0 to 255, only when it exited
 * @param signal the signal that ended it, only when one did
 * @param outputBytes how much it has printed so far, both streams together: the position of its last output event
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessInfo(
        ProcessId id,
        @Nullable String command,
        @Nullable List<String> argv,
        @Nullable SessionId session,
        @Nullable Long pid,
        ProcessStatus status,
        @Nullable Integer exitCode,
        @Nullable String signal,
        Instant startedAt,
        @Nullable Instant endedAt,
        long outputBytes) {}
