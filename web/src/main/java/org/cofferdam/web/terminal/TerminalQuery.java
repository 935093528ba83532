package org.cofferdam.web.terminal;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer wants to see.
 *
 * @param id of the terminal, which is opened unless it exists; when null it is the shared one, or for a command a new one
 * @param session that a terminal which is opened starts in
 * @param command that it runs; the user's shell when null
 * @param size that the viewer has
 * @param after position of the last byte that it has seen, of a terminal that must exist
 * @param readOnly whether it only looks, at a terminal that must exist
 * @param window the most output, in bytes, that is sent ahead of what the viewer has acknowledged; not limited when null
 */
record TerminalQuery(
        @Nullable ProcessId id,
        @Nullable SessionId session,
        @Nullable String command,
        @Nullable TerminalSize size,
        @Nullable Long after,
        boolean readOnly,
        @Nullable Long window) {

    private static final int LONGEST_SHARED = 48;

    /** @throws SandboxException {@code invalid-value} */
    TerminalQuery {
        if (id == null && session != null && session.value().length() > LONGEST_SHARED) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE,
                    "id is needed where session has more than " + LONGEST_SHARED + " characters");
        }
        if (after != null && id == null) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "after is a position in the terminal id, which is missing");
        }
        if (window != null && window < 1) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "window is at least 1");
        }
        if (readOnly && command != null) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "command opens a terminal, and readOnly does not");
        }
    }

    static @Nullable TerminalSize size(@Nullable Integer cols, @Nullable Integer rows) {
        if (cols == null && rows == null) {
            return null;
        }
        if (cols == null || rows == null) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Give cols and rows, or neither");
        }
        return new TerminalSize(cols, rows);
    }

    /** Whether the terminal is opened where it does not exist. */
    boolean opens() {
        return after == null && !readOnly;
    }

    TerminalSpec spec(ProcessId newId) {
        return new TerminalSpec(newId, command, null, session, null, null, null, size, null);
    }
}
