package org.cofferdam.protocol.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session.
 *
 * @param cwd the shell's working directory now
 * @param pid the shell's process id inside the sandbox
 * @param busy whether a command runs in it now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionInfo(SessionId id, @Nullable String cwd, long pid, boolean busy, Instant createdAt) {}
