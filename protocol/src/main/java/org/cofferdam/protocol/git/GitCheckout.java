package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FilePath;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@code POST git/checkout}: a repository cloned into a directory that is not there, or is empty.
 *
 * @param url of http, https, ssh, git or file; {@code host:path}; or an absolute path in the sandbox; without a password
 * @param branch or tag to check out; the repository's own when null
 * @param commit to check out in full, 40 or 64 hexadecimal digits; not together with {@code branch}
 * @param targetDir when null the last part of the URL
 * @param depth how many commits of history; all when null
 * @param timeoutMillis after which git and all that it started is killed; 10 minutes when null
 * @param session at whose directory relative paths start
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitCheckout(
        String url,
        @Nullable String branch,
        @Nullable String commit,
        @Nullable String targetDir,
        @Nullable Integer depth,
        @Nullable Long timeoutMillis,
        @Nullable GitCredentials credentials,
        @Nullable SessionId session) {

    public GitCheckout {
        url = GitRules.requireUrl(url);
        GitRules.requireName("branch", branch);
        if (commit != null && !commit.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "commit is 40 or 64 hexadecimal digits");
        }
        if (branch != null && commit != null) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Give either branch or commit");
        }
        if (depth != null && depth < 1) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "depth is at least 1");
        }
        GitRules.requireMillis(timeoutMillis);
        targetDir = FilePath.requireValid("targetDir", targetDir == null ? nameOf(url) : targetDir);
    }

    public static GitCheckout of(String url) {
        return new GitCheckout(url, null, null, null, null, null, null, null);
    }

    /** As this, with credentials. */
    public GitCheckout with(GitCredentials other) {
        return new GitCheckout(url, branch, commit, targetDir, depth, timeoutMillis, other, session);
    }

    /** As this, into another directory. */
    public GitCheckout into(String directory) {
        return new GitCheckout(url, branch, commit, directory, depth, timeoutMillis, credentials, session);
    }

    /** As this, of a branch or tag. */
    public GitCheckout at(String branchOrTag) {
        return new GitCheckout(url, branchOrTag, null, targetDir, depth, timeoutMillis, credentials, session);
    }

    /** As this, for the paths of a session. */
    public GitCheckout in(@Nullable SessionId other) {
        return new GitCheckout(url, branch, commit, targetDir, depth, timeoutMillis, credentials, other);
    }

    private static String nameOf(String url) {
        String path = url.replaceFirst("/+$", "").replaceFirst("(/?\\.git)$", "");
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "url names no directory; give targetDir");
        }
        return name;
    }
}
