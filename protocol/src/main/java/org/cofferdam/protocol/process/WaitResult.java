package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a wait found.
 *
 * @param process as it stood then
 * @param line the line that matched, for a wait on the log, at most 8 KiB of it
 * @param status the HTTP status, for a wait on a port by HTTP
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitResult(
        ProcessInfo process,
        @Nullable String line,
        @Nullable Integer status) {}
