package org.cofferdam.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * A terminal. It is a process too, of the same id.
 *
 * @param position of the last byte that it has printed
 * @param viewers how many watch it now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TerminalInfo(
        ProcessId id,
        @Nullable Long pid,
        ProcessStatus status,
        @Nullable Integer exitCode,
        @Nullable String signal,
        int cols,
        int rows,
        int viewers,
        long position,
        Instant startedAt) {}
