package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FilePath;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@code POST git/branches}.
 *
 * @param path of the working tree, or within it
 * @param create whether to make it; else it must be there, here or at a remote
 * @param start what a new one begins at; {@code HEAD} when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitBranchRequest(
        String path,
        String name,
        boolean create,
        @Nullable String start,
        boolean checkout,
        @Nullable SessionId session) {

    public GitBranchRequest {
        FilePath.requireValid("path", path);
        if (name == null) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "name is missing");
        }
        GitRules.requireName("name", name);
        GitRules.requireRevision("start", start);
        if (!create && (!checkout || start != null)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "start is for create; give create, checkout or both");
        }
    }

    /** As this, for the paths of a session. */
    public GitBranchRequest in(@Nullable SessionId other) {
        return new GitBranchRequest(path, name, create, start, checkout, other);
    }
}
