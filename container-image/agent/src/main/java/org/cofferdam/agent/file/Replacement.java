package org.cofferdam.agent.file;

import java.io.IOException;
import java.util.regex.Matcher;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.OpenDirectory;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileReplacement;
import org.cofferdam.protocol.file.PathText;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchSummary;
import org.jspecify.annotations.Nullable;

/**
 * Replaces matches in files. A file with a match is read a second time, written anew beside itself, and renamed into its place unless it
 * changed meanwhile. One with a line that is too long is left alone.
 */
public final class Replacement implements TreeWalk.Visitor {

    private final SearchRequest.Replace request;
    private final TreeWalk walk;
    private final FileSelection selection;
    private final ContentPattern pattern;
    private final String replacement;
    private final SearchBudget budget;
    private final Receiver receiver;

    /** Is told of each file that changed; may block. */
    public interface Receiver {
        void take(FileReplacement file) throws IOException;
    }

    Replacement(FilePlace top, SearchRequest.Replace request, Receiver receiver) {
        this.request = request;
        this.walk = new TreeWalk(top, request.excludes(), request.gitignore(), this);
        this.selection = new FileSelection(request);
        this.pattern = ContentPattern.of(request.pattern(), request);
        this.replacement = request.regex() ? request.replacement() : Matcher.quoteReplacement(request.replacement());
        this.budget = new SearchBudget(request.limits(), true);
        this.receiver = receiver;
    }

    SearchSummary run() throws IOException {
        walk.run();
        return budget.summary();
    }

    @Override
    public boolean directory(byte[] path, FileStatus status) {
        return selection.goesInto(path);
    }

    @Override
    public void unreadable(SystemCallException e) {
        budget.skipped();
    }

    @Override
    public void entry(OpenDirectory directory, byte[] name, byte[] path, FileStatus status) throws IOException {
        if (status.isRegular() && selection.has(path) && budget.file()) {
            replace(directory, name, walk.place(path));
        }
        if (budget.spent()) {
            walk.stop();
        }
    }

    private void replace(OpenDirectory directory, byte[] name, FilePlace place) throws IOException {
        OpenText text = OpenText.open(directory, name);
        if (text == null) {
            budget.skipped();
            return;
        }
        try (text) {
            if (!isFound(text.lines())) {
                return;
            }
            long count = request.dryRun() ? copy(text.fd(), _ -> {}) : rewrite(directory, name, place, text);
            if (count > 0) {
                budget.matches(count);
                receiver.take(new FileReplacement(place.text(), count));
            }
        }
    }

    /** Whether there is a match, and no obstacle: looks at all of the file. */
    private boolean isFound(LineReader lines) {
        boolean found = false;
        while (budget.inTime(lines.position()) && lines.next()) {
            found = found || pattern.find(lines) >= 0;
        }
        budget.read(lines.position());
        if (lines.tooLong()) {
            budget.skipped();
        }
        return found && !lines.tooLong() && !budget.spent();
    }

    private long rewrite(OpenDirectory directory, byte[] name, FilePlace place, OpenText text) {
        byte[] temporary = TemporaryName.in(place.parent()).nameBytes();
        int fd = directory.open(temporary, FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL, 0600);
        FileErrors.check(fd, place);
        boolean placed = false;
        try (LineWriter out = new LineWriter(fd)) {
            long count = copy(text.fd(), out::write);
            if (count == 0) {
                return 0;
            }
            out.flush();
            FileErrors.check(FileCalls.fchmod(fd, text.status().permissions()), place);
            requireUnchanged(directory.find(name), text.status(), place);
            FileErrors.check(directory.rename(temporary, directory, name), place);
            placed = true;
            return count;
        } catch (SystemCallException e) {
            throw FileErrors.of(e, place);
        } finally {
            Descriptors.close(fd);
            if (!placed) {
                directory.unlink(temporary);
            }
        }
    }

    private interface Target {
        void write(byte[] bytes);
    }

    /** Writes all lines of a file, with the replacements; how many there were, 0 when time is up. */
    private long copy(int fd, Target target) {
        long count = 0;
        StringBuilder changed = new StringBuilder();
        try (LineReader lines = new LineReader(fd)) {
            while (lines.next()) {
                if (!budget.inTime(0)) {
                    return 0;
                }
                if (pattern.find(lines) < 0) {
                    target.write(lines.whole());
                } else {
                    changed.setLength(0);
                    count += pattern.replace(lines.text(), replacement, changed);
                    target.write(PathText.bytes(changed.toString()));
                    target.write(lines.terminator());
                }
            }
        }
        return count;
    }

    private static void requireUnchanged(@Nullable FileStatus now, FileStatus then, FilePlace place) {
        boolean same = now != null
                && now.inode() == then.inode()
                && now.size() == then.size()
                && now.modifiedAt().equals(then.modifiedAt());
        if (!same) {
            throw new SandboxException(ErrorCode.FILE_CHANGED, place + " was changed by somebody else meanwhile");
        }
    }
}
