package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** What can be asked of a run that was started. */
public sealed interface RunRequest {

    /**
     * Its events behind a number, old ones first, then as they come, to the end.
     *
     * @param after the last number seen; null for all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attach(RunId id, @Nullable Long after) implements RunRequest {
        public Attach {
            if (after != null && after < 0) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "A position is not negative");
            }
        }
    }
}
