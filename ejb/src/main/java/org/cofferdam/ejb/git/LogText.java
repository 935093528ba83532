package org.cofferdam.ejb.git;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.cofferdam.protocol.git.GitCommit;
import org.cofferdam.protocol.git.GitPerson;

/** What {@code git log -z} prints in the format of {@link #FORMAT}. No field can have a NUL. */
final class LogText {

    static final String FORMAT = "--format=%H%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%s%x00%b";

    private static final int FIELDS = 10;

    private LogText() {}

    static List<GitCommit> parse(String text) {
        List<GitCommit> commits = new ArrayList<>();
        String[] fields = text.split("\0", -1);
        for (int i = 0; i + FIELDS <= fields.length; i += FIELDS) {
            String parents = fields[i + 1];
            commits.add(new GitCommit(
                    fields[i],
                    parents.isEmpty() ? List.of() : List.of(parents.split(" ")),
                    person(fields[i + 2], fields[i + 3]),
                    OffsetDateTime.parse(fields[i + 4]).toInstant(),
                    person(fields[i + 5], fields[i + 6]),
                    OffsetDateTime.parse(fields[i + 7]).toInstant(),
                    fields[i + 8],
                    fields[i + 9].stripTrailing()));
        }
        return commits;
    }

    /** Git is less strict than we are about what others wrote. */
    private static GitPerson person(String name, String email) {
        return new GitPerson(plain(name), plain(email));
    }

    private static String plain(String text) {
        String shown = text.replaceAll("[\\x00-\\x1f<>]", "?");
        return shown.length() > 1000 ? shown.substring(0, 1000) : shown;
    }
}
