package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.file.FilePath;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@code POST git/push} and {@code git/pull}.
 *
 * @param path of the working tree, or within it
 * @param remote {@code origin} when null
 * @param branch the current one when null
 * @param force of a push: whether what the remote has may get lost, unless somebody else has pushed there since it was last seen
 * @param timeoutMillis after which git and all that it started is killed; 10 minutes when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitSync(
        String path,
        @Nullable String remote,
        @Nullable String branch,
        boolean force,
        @Nullable Long timeoutMillis,
        @Nullable GitCredentials credentials,
        @Nullable SessionId session) {

    public GitSync {
        FilePath.requireValid("path", path);
        GitRules.requireName("remote", remote);
        GitRules.requireName("branch", branch);
        GitRules.requireMillis(timeoutMillis);
    }

    /** Of the current branch with {@code origin}. */
    public static GitSync of(String path) {
        return new GitSync(path, null, null, false, null, null, null);
    }

    /** As this, with credentials. */
    public GitSync with(GitCredentials other) {
        return new GitSync(path, remote, branch, force, timeoutMillis, other, session);
    }

    /** As this, for the paths of a session. */
    public GitSync in(@Nullable SessionId other) {
        return new GitSync(path, remote, branch, force, timeoutMillis, credentials, other);
    }
}
