package org.cofferdam.ejb.git;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.git.GitBranch;
import org.cofferdam.protocol.git.GitBranchRequest;
import org.cofferdam.protocol.git.GitBranches;
import org.cofferdam.protocol.git.GitCommit;
import org.cofferdam.protocol.git.GitCommitRequest;
import org.cofferdam.protocol.git.GitDiff;
import org.cofferdam.protocol.git.GitDiffQuery;
import org.cofferdam.protocol.git.GitLog;
import org.cofferdam.protocol.git.GitLogQuery;
import org.cofferdam.protocol.git.GitStatus;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionRequest;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;

/** What git does in one sandbox without a network, by the git of its image and with the rights of its user. */
public final class Git {

    /** How long git may take over a network unless the request says otherwise. */
    static final long USUAL_MILLIS = 600_000;

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int MOST_BRANCHES = 10_000;
    private static final int MOST_PATCH = 4 << 20;

    private final AgentLink agent;

    public Git(AgentLink agent) {
        this.agent = agent;
    }

    /** A command in a repository. */
    GitCommand in(String path, @Nullable SessionId session, String... words) {
        return new GitCommand(directory(session), "-C", path).add(words);
    }

    /** Where relative paths start; null for the sandbox's own directory. */
    @Nullable String directory(@Nullable SessionId session) {
        return session == null
                ? null
                : agent.call(Operation.SESSION_GET, new SessionRequest.Get(session), SessionInfo.class, DEADLINE)
                        .cwd();
    }

    public GitStatus status(String path, @Nullable SessionId session) {
        return StatusText.parse(GitRun.answer(
                agent,
                in(path, session, "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all")
                        .variable("GIT_OPTIONAL_LOCKS", "0")));
    }

    public GitCommit commit(GitCommitRequest request) {
        GitCommand add = in(request.path(), request.session(), "add", "--all", "--");
        if (request.paths() != null) {
            GitRun.answer(
                    agent,
                    add.variable("GIT_LITERAL_PATHSPECS", "1")
                            .add(request.paths().toArray(String[]::new)));
        } else if (request.all()) {
            GitRun.answer(agent, add.add(":/"));
        }
        GitCommand commit = in(request.path(), request.session(), "commit", "--cleanup=verbatim", "-F", "-")
                .addIf(request.allowEmpty(), "--allow-empty")
                .input(request.message());
        if (request.author() != null) {
            commit.variable("GIT_AUTHOR_NAME", request.author().name())
                    .variable("GIT_AUTHOR_EMAIL", request.author().email())
                    .variable("GIT_COMMITTER_NAME", request.author().name())
                    .variable("GIT_COMMITTER_EMAIL", request.author().email());
        }
        GitRun.answer(agent, commit);
        return log(new GitLogQuery(request.path(), "HEAD", null, 1, request.session()))
                .items()
                .getFirst();
    }

    public GitLog log(GitLogQuery query) {
        String revision = query.revision() == null ? "HEAD" : query.revision();
        GitCommand command = in(query.path(), query.session(), "log", "-z", LogText.FORMAT)
                .add("--max-count=" + (query.limit() + 1), revision, "--");
        List<GitCommit> commits = LogText.parse(GitRun.answer(
                agent, command.addIf(query.file() != null, Objects.requireNonNullElse(query.file(), ""))));
        boolean more = commits.size() > query.limit();
        return new GitLog(more ? commits.subList(0, query.limit()) : commits, more);
    }

    public GitBranches branches(String path, @Nullable SessionId session) {
        List<GitBranch> branches = BranchText.parse(GitRun.answer(
                agent,
                in(path, session, "for-each-ref", BranchText.FORMAT)
                        .add("--count=" + MOST_BRANCHES, "refs/heads", "refs/remotes")));
        return new GitBranches(branches);
    }

    /** Makes a branch, checks one out, or both. */
    public GitBranch branch(GitBranchRequest request) {
        GitCommand command = in(request.path(), request.session());
        String start = request.start() == null ? "HEAD" : request.start();
        if (!request.create()) {
            command.add("switch", "--quiet", request.name());
        } else if (request.checkout()) {
            command.add("switch", "--quiet", "--create", request.name(), start);
        } else {
            command.add("branch", request.name(), start);
        }
        GitRun.answer(agent, command);
        return branches(request.path(), request.session()).items().stream()
                .filter(branch -> !branch.remote() && branch.name().equals(request.name()))
                .findFirst()
                .orElseThrow(() -> new SandboxException(
                        ErrorCode.GIT_REF_NOT_FOUND, "There is no branch " + request.name() + " after all"));
    }

    public GitDiff diff(GitDiffQuery query) {
        String answer = GitRun.answer(agent, diff(query, "--raw", "--numstat", "-z", "--no-abbrev"));
        if (!query.patch()) {
            return new GitDiff(DiffText.parse(answer), null, false);
        }
        try (GitRun run = GitRun.start(agent, diff(query, "--patch"), true)) {
            GitRun.Result patch = run.finish();
            if (!patch.success()) {
                throw GitFailure.of(patch, run.command());
            }
            String text = patch.answer();
            boolean longer = text.length() > MOST_PATCH;
            return new GitDiff(
                    DiffText.parse(answer), longer ? text.substring(0, MOST_PATCH) : text, longer || patch.truncated());
        }
    }

    private GitCommand diff(GitDiffQuery query, String... format) {
        GitCommand command = in(
                        query.path(), query.session(), "diff", "--no-ext-diff", "--no-textconv", "--no-color", "-M")
                .add(format)
                .addIf(query.staged(), "--cached")
                .variable("GIT_OPTIONAL_LOCKS", "0");
        for (String revision : new String[] {query.from(), query.to()}) {
            command.addIf(revision != null, Objects.requireNonNullElse(revision, ""));
        }
        return command.add("--").addIf(query.file() != null, Objects.requireNonNullElse(query.file(), ""));
    }
}
