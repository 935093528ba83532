package org.cofferdam.protocol.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An error on the wire: {@code application/problem+json} (RFC 9457) to clients, the ERROR frame from the agent.
 *
 * @param hint what the caller can do about it, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        int status,
        String title,
        String detail,
        ErrorCode code,
        @Nullable String hint) {

    public static Problem of(SandboxException e) {
        return new Problem(e.code().httpStatus(), e.code().title(), e.detail(), e.code(), e.hint());
    }

    public SandboxException toException() {
        return new SandboxException(code, detail, hint, null);
    }
}
