package org.cofferdam.protocol.exec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST exec}. Of {@code stdout} and {@code stdoutBase64} exactly one is given, likewise for stderr: text where
 * the bytes are UTF-8 and base64 was not asked for.
 *
 * @param exitCode as the kernel reported it, only for {@code exited}
 * @param signal that ended it, where one did
 * @param success whether it exited with 0
 * @param truncated whether output beyond the limit is missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecResult(
        ProcessId processId,
        @Nullable Integer exitCode,
        @Nullable String signal,
        ProcessStatus status,
        boolean success,
        boolean truncated,
        boolean sessionEnded,
        Instant startedAt,
        long durationMillis,
        @Nullable String stdout,
        @Nullable String stdoutBase64,
        @Nullable String stderr,
        @Nullable String stderrBase64) {}
