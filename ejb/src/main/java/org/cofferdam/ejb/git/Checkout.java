package org.cofferdam.ejb.git;

import java.time.Duration;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.git.GitCheckedOut;
import org.cofferdam.protocol.git.GitCheckout;
import org.cofferdam.protocol.git.GitEvent;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A checkout that goes on as its events are taken: 1 git clones, and its progress is told; 2 a commit that did not come along is fetched, and
 * checked out; 3 the last event tells where things stand. When something fails, a directory that was not there before is removed.
 */
public final class Checkout implements AgentEvents<GitEvent> {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration REMOVAL = Duration.ofMinutes(10);

    private final AgentLink agent;
    private final GitCheckout request;
    private final ProgressText progress = new ProgressText();
    private final @Nullable String cwd;
    private final boolean existed;
    private volatile boolean closed;
    private volatile @Nullable GitRun run;
    private long number;
    private boolean ended;
    private @Nullable GitEvent told;

    private Checkout(AgentLink agent, GitCheckout request) {
        this.agent = agent;
        this.request = request;
        this.cwd = new Git(agent).directory(request.session());
        this.existed = find() != null;
    }

    /** Begins. */
    public static Checkout of(AgentLink agent, GitCheckout request) {
        return new Checkout(agent, request);
    }

    /** Goes on to the end. */
    public GitCheckedOut finish() {
        GitCheckedOut result = null;
        for (GitEvent event = next(); event != null; event = next()) {
            result = event.result();
        }
        if (result == null) {
            throw new SandboxException(ErrorCode.AGENT_LOST, "Nobody follows git any more");
        }
        return result;
    }

    @Override
    public @Nullable GitEvent next() {
        if (ended || closed) {
            return null;
        }
        if (number == 0) {
            number++;
            return GitEvent.start();
        }
        boolean good = false;
        try {
            GitEvent event = advance();
            good = true;
            return event;
        } finally {
            if (!good) {
                ended = true;
                giveUp();
            }
        }
    }

    private @Nullable GitEvent advance() {
        GitRun clone = run == null ? begin() : run;
        told = null;
        while (told == null && !closed) {
            GitRun.Result result = clone.advance(this::heard);
            if (result != null) {
                requireSuccess(result, clone.command());
                ended = true;
                checkOutCommit();
                return GitEvent.complete(number, result());
            }
        }
        return told;
    }

    private void heard(String text) {
        GitEvent event = progress.take(text, number);
        if (event != null) {
            number++;
            told = event;
        }
    }

    private GitRun begin() {
        GitCommand clone = new GitCommand(cwd, "clone", "--progress")
                .addIf(request.depth() != null, "--depth=" + request.depth())
                .addIf(request.branch() != null, "--branch=" + request.branch())
                .addIf(request.commit() != null, "--no-checkout")
                .add("--", request.url(), target())
                .remote(request.url(), request.credentials(), request.timeoutMillis());
        GitRun started = GitRun.start(agent, clone);
        run = started;
        return started;
    }

    private void checkOutCommit() {
        String commit = request.commit();
        if (commit == null) {
            return;
        }
        if (!GitRun.finish(agent, inTarget("cat-file", "-e", commit + "^{commit}"))
                .success()) {
            GitCommand fetch = inTarget("fetch", "--quiet")
                    .addIf(request.depth() != null, "--depth=" + request.depth())
                    .add("origin", commit)
                    .remote(request.url(), request.credentials(), request.timeoutMillis());
            requireSuccess(GitRun.finish(agent, fetch), fetch);
        }
        GitRun.answer(agent, inTarget("checkout", "--quiet", "--detach", commit));
    }

    private GitCheckedOut result() {
        String path = require(find()).path();
        GitRun.Result head = GitRun.finish(agent, inTarget("rev-parse", "HEAD", "--symbolic-full-name", "HEAD"));
        if (!head.success()) {
            return new GitCheckedOut(path, null, null);
        }
        String[] lines = head.answer().split("\n", -1);
        boolean detached = lines[1].equals("HEAD");
        return new GitCheckedOut(path, detached ? null : lines[1].replaceFirst("^refs/heads/", ""), lines[0]);
    }

    private GitCommand inTarget(String... words) {
        return new GitCommand(cwd, "-C", target()).add(words);
    }

    private String target() {
        String target = request.targetDir();
        return target == null ? "." : target;
    }

    private static void requireSuccess(GitRun.Result result, GitCommand command) {
        if (!result.success()) {
            throw GitFailure.of(result, command);
        }
    }

    private @Nullable FileInfo find() {
        try {
            FileRequest.Stat stat = new FileRequest.Stat(target(), request.session());
            return agent.call(Operation.FILE_STAT, stat, FileInfo.class, DEADLINE);
        } catch (SandboxException e) {
            if (e.code() == ErrorCode.FILE_NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private static FileInfo require(@Nullable FileInfo info) {
        if (info == null) {
            throw new SandboxException(ErrorCode.FILE_NOT_FOUND, "The directory went away after it was cloned");
        }
        return info;
    }

    private void giveUp() {
        if (!existed) {
            try {
                FileRequest.Delete delete = new FileRequest.Delete(target(), true, request.session());
                agent.call(Operation.FILE_DELETE, delete, Done.class, REMOVAL);
            } catch (SandboxException nothingToRemove) {
                System.getLogger(Checkout.class.getName())
                        .log(System.Logger.Level.DEBUG, "After a failed checkout", nothingToRemove);
            }
        }
    }

    /** Leaves git running. */
    @Override
    public void close() {
        closed = true;
        GitRun started = run;
        if (started != null) {
            started.close();
        }
    }
}
