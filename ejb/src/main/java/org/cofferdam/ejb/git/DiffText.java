package org.cofferdam.ejb.git;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.git.GitChangeType;
import org.cofferdam.protocol.git.GitFileDiff;
import org.jspecify.annotations.Nullable;

/** What {@code git diff --raw --numstat -z} prints: what happened to each file, then how many lines (git-diff(1)). */
final class DiffText {

    private record Lines(@Nullable Integer added, @Nullable Integer deleted) {}

    private static final Lines UNKNOWN = new Lines(null, null);

    private final String[] fields;
    private final List<GitFileDiff> files = new ArrayList<>();
    private final Map<String, Lines> lines = new HashMap<>();
    private int at;

    private DiffText(String text) {
        fields = text.split("\0", -1);
    }

    static List<GitFileDiff> parse(String text) {
        DiffText diff = new DiffText(text);
        while (diff.at < diff.fields.length - 1) {
            if (diff.fields[diff.at].startsWith(":")) {
                diff.raw();
            } else {
                diff.count();
            }
        }
        return diff.files.stream().map(diff::counted).toList();
    }

    /** {@code :100644 100644 1234 5678 M} and its path, or two paths behind R and C. */
    private void raw() {
        String kind = fields[at++].split(" ", -1)[4];
        String first = fields[at++];
        boolean moved = kind.startsWith("R") || kind.startsWith("C");
        files.add(new GitFileDiff(
                moved ? fields[at++] : first, moved ? first : null, GitChangeType.of(kind.charAt(0)), null, null));
    }

    /** {@code 1<TAB>2<TAB>path}, or with an empty path and then two of them. */
    private void count() {
        String[] words = fields[at++].split("\t", 3);
        String path = words[2];
        if (path.isEmpty()) {
            at++;
            path = fields[at++];
        }
        lines.put(path, new Lines(number(words[0]), number(words[1])));
    }

    private static @Nullable Integer number(String text) {
        return text.equals("-") ? null : Integer.valueOf(text);
    }

    private GitFileDiff counted(GitFileDiff file) {
        Lines count = lines.getOrDefault(file.path(), UNKNOWN);
        return new GitFileDiff(file.path(), file.from(), file.type(), count.added(), count.deleted());
    }
}
