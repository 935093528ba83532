package org.cofferdam.ejb.git;

import java.util.ArrayList;
import java.util.List;
import org.cofferdam.protocol.git.GitChange;
import org.cofferdam.protocol.git.GitChangeType;
import org.cofferdam.protocol.git.GitStatus;
import org.jspecify.annotations.Nullable;

/** What {@code git status --porcelain=v2 --branch -z} prints (git-status(1), Porcelain Format Version 2). */
final class StatusText {

    /** How many words stand before the path in lines of a kind. */
    private static final int BEFORE_ORDINARY = 8;

    private static final int BEFORE_RENAMED = 9;
    private static final int BEFORE_UNMERGED = 10;

    private @Nullable String branch;
    private @Nullable String commit;
    private @Nullable String upstream;
    private @Nullable Integer ahead;
    private @Nullable Integer behind;
    private final List<GitChange> changes = new ArrayList<>();

    private StatusText() {}

    static GitStatus parse(String text) {
        StatusText status = new StatusText();
        String[] entries = text.split("\0", -1);
        for (int i = 0; i < entries.length; i++) {
            String entry = entries[i];
            switch (entry.isEmpty() ? ' ' : entry.charAt(0)) {
                case '#' -> status.header(entry);
                case '1' -> status.change(entry, BEFORE_ORDINARY, null, false);
                case '2' -> status.change(entry, BEFORE_RENAMED, entries[++i], false);
                case 'u' -> status.change(entry, BEFORE_UNMERGED, null, true);
                case '?' ->
                    status.changes.add(new GitChange(
                            entry.substring(2), null, GitChangeType.UNTRACKED, GitChangeType.UNTRACKED, false));
                default -> {
                    // Nothing behind the last NUL; and what newer versions of git may tell
                }
            }
        }
        return new GitStatus(
                status.branch,
                status.commit,
                status.upstream,
                status.ahead,
                status.behind,
                status.changes.isEmpty(),
                status.changes);
    }

    private void header(String entry) {
        String[] words = entry.split(" ", 3);
        switch (words[1]) {
            case "branch.oid" -> commit = words[2].equals("(initial)") ? null : words[2];
            case "branch.head" -> branch = words[2].equals("(detached)") ? null : words[2];
            case "branch.upstream" -> upstream = words[2];
            case "branch.ab" -> {
                String[] counts = words[2].split(" ", 2);
                ahead = Math.abs(Integer.parseInt(counts[0]));
                behind = Math.abs(Integer.parseInt(counts[1]));
            }
            default -> {
                // Stashes and what newer versions of git may tell
            }
        }
    }

    private void change(String entry, int before, @Nullable String from, boolean conflict) {
        String[] words = entry.split(" ", before + 1);
        changes.add(new GitChange(
                words[before],
                from,
                GitChangeType.of(words[1].charAt(0)),
                GitChangeType.of(words[1].charAt(1)),
                conflict));
    }
}
