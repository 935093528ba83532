package org.cofferdam.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.jspecify.annotations.Nullable;

/** What can be asked of terminals. */
public sealed interface TerminalRequest {

    /** Makes one. */
    record Open(TerminalSpec spec) implements TerminalRequest {}

    /**
     * Watches one, and types into it.
     *
     * @param after position of the last byte seen: exactly the rest follows where it is still kept; null for a replay of at most the last 256
     *     KiB
     * @param size that this viewer has; null leaves the terminal as it is
     * @param readOnly neither types nor resizes, and does not hold the program back: it loses output instead when it is slow
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attach(
            ProcessId id, @Nullable Long after, @Nullable TerminalSize size, boolean readOnly)
            implements TerminalRequest {
        public Attach {
            if (after != null && after < 0) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "A position is not negative");
            }
        }
    }

    /** All that are still remembered, oldest first. */
    record ListAll() implements TerminalRequest {}

    /** Gives it another size. */
    record Resize(ProcessId id, TerminalSize size) implements TerminalRequest {}

    /** One. */
    record Get(ProcessId id) implements TerminalRequest {}
}
