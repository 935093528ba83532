package org.cofferdam.ejb.git;

import org.cofferdam.connector.AgentLink;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.git.GitSync;
import org.cofferdam.protocol.git.GitSynced;
import org.jspecify.annotations.Nullable;

/** What goes to and comes from other repositories. Credentials are for the server that the remote names when the operation begins. */
public final class Remotes {

    private final AgentLink agent;
    private final Git git;

    public Remotes(AgentLink agent) {
        this.agent = agent;
        this.git = new Git(agent);
    }

    /** Gives the remote what a branch has. */
    public GitSynced push(GitSync request) {
        String remote = remote(request);
        String branch = branch(request);
        GitCommand push = command(request, "push", "--porcelain", "--quiet")
                .addIf(request.force(), "--force-with-lease")
                .addIf(request.branch() == null, "--set-upstream")
                .add("--", remote, "refs/heads/" + branch + ":refs/heads/" + branch)
                .remote(url(request, remote, true), request.credentials(), request.timeoutMillis());
        String tracking = "refs/remotes/" + remote + "/" + branch;
        String before = commit(request, tracking);
        GitRun.answer(agent, push);
        String after = requireCommit(request, "refs/heads/" + branch);
        return new GitSynced(remote, branch, before, after, !after.equals(before));
    }

    /** Brings the current branch forward to what the remote has, where that is possible without a merge. */
    public GitSynced pull(GitSync request) {
        String remote = remote(request);
        String branch = branch(request);
        String before = commit(request, "HEAD");
        GitCommand fetch = command(request, "fetch", "--quiet")
                .add("--", remote, "+refs/heads/" + branch + ":refs/remotes/" + remote + "/" + branch)
                .remote(url(request, remote, false), request.credentials(), request.timeoutMillis());
        GitRun.answer(agent, fetch);
        GitRun.answer(agent, command(request, "merge", "--quiet", "--ff-only", "FETCH_HEAD"));
        String after = requireCommit(request, "HEAD");
        return new GitSynced(remote, branch, before, after, !after.equals(before));
    }

    private GitCommand command(GitSync request, String... words) {
        return git.in(request.path(), request.session(), words);
    }

    private static String remote(GitSync request) {
        return request.remote() == null ? "origin" : request.remote();
    }

    private String branch(GitSync request) {
        if (request.branch() != null) {
            return request.branch();
        }
        GitRun.Result head = GitRun.finish(agent, command(request, "symbolic-ref", "--quiet", "--short", "HEAD"));
        if (head.end().exitCode() != null && head.end().exitCode() == 1) {
            throw new SandboxException(
                    ErrorCode.GIT_REF_NOT_FOUND, "No branch is checked out", "Give branch, or check one out", null);
        }
        if (!head.success()) {
            throw GitFailure.of(head.complaints(), null);
        }
        return head.answer().strip();
    }

    private String url(GitSync request, String remote, boolean push) {
        return GitRun.answer(
                        agent,
                        command(request, "remote", "get-url")
                                .addIf(push, "--push")
                                .add("--", remote))
                .lines()
                .findFirst()
                .orElse("");
    }

    private @Nullable String commit(GitSync request, String reference) {
        GitRun.Result found = GitRun.finish(agent, command(request, "rev-parse", "--quiet", "--verify", reference));
        return found.success() ? found.answer().strip() : null;
    }

    private String requireCommit(GitSync request, String reference) {
        return GitRun.answer(agent, command(request, "rev-parse", "--verify", reference))
                .strip();
    }
}
