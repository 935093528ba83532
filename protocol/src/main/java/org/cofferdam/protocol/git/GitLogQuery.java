package org.cofferdam.protocol.git;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FilePath;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * Which commits are asked for.
 *
 * @param path of the working tree, or within it
 * @param revision the last of them, or a range; {@code HEAD} when null
 * @param file only those that changed it; from {@code path} on
 * @param limit 1 to 1000
 */
public record GitLogQuery(
        String path,
        @Nullable String revision,
        @Nullable String file,
        int limit,
        @Nullable SessionId session) {

    private static final int MOST = 1000;

    public GitLogQuery {
        FilePath.requireValid("path", path);
        GitRules.requireRevision("revision", revision);
        if (file != null) {
            FilePath.requireValid("file", file);
        }
        if (limit < 1 || limit > MOST) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "limit is 1 to " + MOST);
        }
    }
}
