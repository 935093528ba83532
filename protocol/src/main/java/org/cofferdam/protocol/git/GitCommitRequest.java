package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FilePath;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@code POST git/commit}. Hooks of the repository run, as they do for git.
 *
 * @param path of the working tree, or within it
 * @param all whether everything that differs is staged before, untracked files too
 * @param paths to stage before; none when null
 * @param author who is committer too; as the repository is configured when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitCommitRequest(
        String path,
        String message,
        boolean all,
        @Nullable List<String> paths,
        @Nullable GitPerson author,
        boolean allowEmpty,
        @Nullable SessionId session) {

    private static final int MOST_PATHS = 1000;
    private static final int LONGEST_MESSAGE = 1 << 20;

    public GitCommitRequest {
        FilePath.requireValid("path", path);
        if (message == null || message.isBlank() || message.length() > LONGEST_MESSAGE || message.indexOf('\0') >= 0) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "message is missing, too long or has a NUL");
        }
        paths = paths == null ? null : List.copyOf(paths);
        if (paths != null && (paths.isEmpty() || paths.size() > MOST_PATHS)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "paths has 1 to " + MOST_PATHS + " paths");
        }
        if (paths != null) {
            paths.forEach(one -> FilePath.requireValid("paths", one));
        }
    }

    /** All that differs, with a message. */
    public static GitCommitRequest of(String path, String message) {
        return new GitCommitRequest(path, message, true, null, null, false, null);
    }

    /** As this, by somebody. */
    public GitCommitRequest by(String name, String email) {
        return new GitCommitRequest(path, message, all, paths, new GitPerson(name, email), allowEmpty, session);
    }

    /** As this, for the paths of a session. */
    public GitCommitRequest in(@Nullable SessionId other) {
        return new GitCommitRequest(path, message, all, paths, author, allowEmpty, other);
    }
}
