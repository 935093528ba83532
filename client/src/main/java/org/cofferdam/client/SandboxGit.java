package org.cofferdam.client;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.git.GitBranch;
import org.cofferdam.protocol.git.GitBranchRequest;
import org.cofferdam.protocol.git.GitBranches;
import org.cofferdam.protocol.git.GitCheckedOut;
import org.cofferdam.protocol.git.GitCheckout;
import org.cofferdam.protocol.git.GitCommit;
import org.cofferdam.protocol.git.GitCommitRequest;
import org.cofferdam.protocol.git.GitDiff;
import org.cofferdam.protocol.git.GitDiffQuery;
import org.cofferdam.protocol.git.GitEvent;
import org.cofferdam.protocol.git.GitLog;
import org.cofferdam.protocol.git.GitLogQuery;
import org.cofferdam.protocol.git.GitStatus;
import org.cofferdam.protocol.git.GitSync;
import org.cofferdam.protocol.git.GitSynced;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * Git repositories of a sandbox, handled by the git of its image with the rights of its user. Relative paths start at {@code /workspace}, or
 * at the current directory of the session that this came from. Credentials serve one operation: they go to git through a pipe, to the one
 * server that the operation is about, and are kept nowhere; what runs in the sandbox at that time as the same user could still spy on git.
 *
 * <p>Methods throw {@link SandboxException}: {@code GIT_NO_REPOSITORY}, {@code GIT_REF_NOT_FOUND}, {@code GIT_MISSING} when the image has no git;
 * over the network {@code GIT_REPOSITORY_NOT_FOUND}, {@code GIT_AUTHENTICATION_FAILED}, {@code GIT_HOST_UNKNOWN}, {@code GIT_UNREACHABLE}, {@code
 * GIT_TIMEOUT}; {@code GIT_CONFLICT}; and {@code GIT_FAILED} for all else that git complains of.
 */
public final class SandboxGit {

    /** What the server grants an operation over the network at most. */
    private static final Duration LONGEST = Duration.ofMinutes(65);

    /** The server sends a comment every 15 s when nothing happens. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final Transport transport;
    private final @Nullable SessionId session;
    private final String path;

    SandboxGit(Transport transport, String sandboxPath, @Nullable SessionId session) {
        this.transport = transport;
        this.session = session;
        this.path = sandboxPath + "/git";
    }

    /** As {@link #checkout(GitCheckout)}, of a public repository's own branch into a directory of its name. */
    public GitCheckedOut checkout(String url) {
        return checkout(GitCheckout.of(url));
    }

    /**
     * Clones a repository; blocks until that is done. When it fails, a directory that was not there before is removed.
     *
     * @throws SandboxException also {@code DIRECTORY_NOT_EMPTY} for a target that is
     */
    public GitCheckedOut checkout(GitCheckout request) {
        return call("POST", "/checkout").json(here(request)).within(LONGEST).as(GitCheckedOut.class);
    }

    /**
     * As {@link #checkout(GitCheckout)}, and tells how it gets on.
     *
     * @param progress is given every event but the last one, on the calling thread
     * @throws ConnectionException when the connection breaks; the checkout goes on then
     */
    public GitCheckedOut checkout(GitCheckout request, Consumer<GitEvent> progress) {
        Call call = call("POST", "/checkout")
                .json(here(request))
                .header("Accept", "text/event-stream")
                .idle(SILENCE);
        try (SseReader events = new SseReader(call.send())) {
            while (true) {
                events.next();
                if (events.type().equals("error")) {
                    throw Transport.JSON.readValue(events.data(), Problem.class).toException();
                }
                GitEvent event = Transport.JSON.readValue(events.data(), GitEvent.class);
                GitCheckedOut result = event.result();
                if (result != null) {
                    events.finish();
                    return result;
                }
                progress.accept(event);
            }
        } catch (EOFException e) {
            throw transport.failure(new IOException("The checkout's events ended early", e));
        } catch (IOException e) {
            throw transport.failure(e);
        }
    }

    private GitCheckout here(GitCheckout request) {
        return request.session() == null ? request.in(session) : request;
    }

    /** What differs in a working tree. */
    public GitStatus status(String directory) {
        return at("/status", directory).as(GitStatus.class);
    }

    /**
     * Commits.
     *
     * @throws SandboxException also {@code GIT_NOTHING_TO_COMMIT}, {@code INVALID_VALUE} where nobody is configured and no author given
     */
    public GitCommit commit(GitCommitRequest request) {
        return call("POST", "/commit")
                .json(request.session() == null ? request.in(session) : request)
                .as(GitCommit.class);
    }

    /**
     * Gives a branch to a remote.
     *
     * @throws SandboxException also {@code GIT_CONFLICT} when the remote has what is missing here
     */
    public GitSynced push(GitSync request) {
        return sync("/push", request);
    }

    /**
     * Brings the current branch forward to what a remote has.
     *
     * @throws SandboxException also {@code GIT_CONFLICT} when that would take a merge, or lose local changes
     */
    public GitSynced pull(GitSync request) {
        return sync("/pull", request);
    }

    private GitSynced sync(String resource, GitSync request) {
        return call("POST", resource)
                .json(request.session() == null ? request.in(session) : request)
                .within(LONGEST)
                .as(GitSynced.class);
    }

    /** The branches, those of the repository itself first. */
    public List<GitBranch> branches(String directory) {
        return at("/branches", directory).as(GitBranches.class).items();
    }

    /**
     * Makes a branch, checks one out, or both.
     *
     * @throws SandboxException also {@code GIT_CONFLICT} when it exists, or local changes would be lost
     */
    public GitBranch branch(GitBranchRequest request) {
        return call("POST", "/branches")
                .json(request.session() == null ? request.in(session) : request)
                .as(GitBranch.class);
    }

    /** As {@link #log(GitLogQuery)}, the last 100 commits. */
    public GitLog log(String directory) {
        return log(new GitLogQuery(directory, null, null, 100, null));
    }

    /** Commits, newest first. */
    public GitLog log(GitLogQuery query) {
        return at("/log", query.path(), query.session())
                .query("revision", query.revision())
                .query("file", query.file())
                .query("limit", query.limit())
                .as(GitLog.class);
    }

    /** What differs. */
    public GitDiff diff(GitDiffQuery query) {
        return at("/diff", query.path(), query.session())
                .query("from", query.from())
                .query("to", query.to())
                .query("file", query.file())
                .query("staged", query.staged())
                .query("patch", query.patch())
                .as(GitDiff.class);
    }

    private Call at(String resource, String directory) {
        return at(resource, directory, null);
    }

    private Call at(String resource, String directory, @Nullable SessionId other) {
        return call("GET", resource).query("path", directory).query("session", other == null ? session : other);
    }

    private Call call(String method, String resource) {
        return transport.call(method, path + resource);
    }
}
