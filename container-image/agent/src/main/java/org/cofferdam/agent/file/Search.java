package org.cofferdam.agent.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.OpenDirectory;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.file.FileMatch;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchSummary;
import org.jspecify.annotations.Nullable;

/** Finds files, or lines in them, and gives them on in parts, so that any number fits into memory. */
public final class Search implements TreeWalk.Visitor {

    private static final int PART = 100;
    private static final int LONGEST_TEXT = 1000;
    private static final int TEXT_BEFORE = 200;

    private final TreeWalk walk;
    private final FileSelection selection;
    private final @Nullable ContentPattern pattern;
    private final SearchBudget budget;
    private final Receiver receiver;
    private final List<FileMatch> part = new ArrayList<>();

    /** Takes a part of what was found; may block. */
    public interface Receiver {
        void take(List<FileMatch> part) throws IOException;
    }

    Search(FilePlace top, SearchRequest.Find request, Receiver receiver) {
        this.walk = new TreeWalk(top, request.excludes(), request.gitignore(), this);
        this.selection = new FileSelection(request);
        this.pattern = request.pattern() == null ? null : ContentPattern.of(request.pattern(), request);
        this.budget = new SearchBudget(request.limits(), false);
        this.receiver = receiver;
    }

    SearchSummary run() throws IOException {
        walk.run();
        if (!part.isEmpty()) {
            receiver.take(part);
        }
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
        boolean wanted = (pattern == null || status.isRegular()) && selection.has(path);
        if (wanted && budget.file()) {
            look(directory, name, walk.place(path));
        }
        if (budget.spent()) {
            walk.stop();
        }
    }

    private void look(OpenDirectory directory, byte[] name, FilePlace place) throws IOException {
        if (pattern == null) {
            found(new FileMatch(place.text(), null, null, null));
            return;
        }
        OpenText text = OpenText.open(directory, name);
        if (text == null) {
            budget.skipped();
            return;
        }
        try (text) {
            lines(text.lines(), pattern, place);
        }
    }

    private void lines(LineReader lines, ContentPattern wanted, FilePlace place) throws IOException {
        long number = 0;
        while (budget.inTime(lines.position()) && lines.next()) {
            number++;
            int at = wanted.find(lines);
            if (at >= 0) {
                found(new FileMatch(place.text(), number, at + 1, excerpt(lines.text(), at)));
            }
        }
        budget.read(lines.position());
        if (lines.tooLong()) {
            budget.skipped();
        }
    }

    private static String excerpt(String line, int at) {
        if (line.length() <= LONGEST_TEXT) {
            return line;
        }
        int begin = Math.max(0, Math.min(at - TEXT_BEFORE, line.length() - LONGEST_TEXT));
        int end = begin + LONGEST_TEXT;
        begin += Character.isLowSurrogate(line.charAt(begin)) ? 1 : 0;
        end -= end < line.length() && Character.isLowSurrogate(line.charAt(end)) ? 1 : 0;
        return line.substring(begin, end);
    }

    private void found(FileMatch match) throws IOException {
        if (!budget.match()) {
            return;
        }
        part.add(match);
        if (part.size() == PART) {
            receiver.take(part);
            part.clear();
        }
    }
}
