package org.cofferdam.agent.archive;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Why an archive is refused. */
public final class InvalidArchive {

    private InvalidArchive() {}

    public static SandboxException because(String detail) {
        return new SandboxException(ErrorCode.INVALID_ARCHIVE, detail);
    }
}
