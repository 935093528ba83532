package org.cofferdam.ejb.git;

import java.util.ArrayList;
import java.util.List;
import org.cofferdam.protocol.git.GitBranch;

/** What {@code git for-each-ref} prints in the format of {@link #FORMAT}; names of references have no spaces (git-check-ref-format(1)). */
final class BranchText {

    static final String FORMAT = "--format=%(refname) %(objectname) %(HEAD) %(upstream:short) %(symref)";

    private static final String OWN = "refs/heads/";
    private static final String OTHERS = "refs/remotes/";

    private BranchText() {}

    static List<GitBranch> parse(String text) {
        List<GitBranch> branches = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            // "refs/heads/main 1234… * origin/main " or, not checked out, "refs/heads/main 1234…   origin/main "
            String[] ends = line.split(" ", 3);
            if (ends.length < 3) {
                continue;
            }
            boolean current = ends[2].startsWith("*");
            String[] rest = ends[2].substring(2).split(" ", 2);
            boolean alias = rest.length > 1 && !rest[1].isEmpty();
            if (!alias) {
                boolean remote = ends[0].startsWith(OTHERS);
                String name = ends[0].substring((remote ? OTHERS : OWN).length());
                branches.add(new GitBranch(name, ends[1], remote, current, rest[0].isEmpty() ? null : rest[0]));
            }
        }
        return branches;
    }
}
