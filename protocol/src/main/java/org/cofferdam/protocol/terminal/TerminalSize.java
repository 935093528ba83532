package org.cofferdam.protocol.terminal;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** How large a terminal is, in characters: 1 to 1000 each. */
public record TerminalSize(int cols, int rows) {

    public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

    private static final int MOST = 1000;

    /** @throws SandboxException {@code invalid-value} */
    public TerminalSize {
        if (cols < 1 || cols > MOST || rows < 1 || rows > MOST) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "cols and rows are 1 to " + MOST);
        }
    }
}
