package org.cofferdam.protocol.git;

import java.time.Instant;
import java.util.List;

/**
 * A commit.
 *
 * @param subject the message's first paragraph as one line
 * @param body the rest of the message
 */
public record GitCommit(
        String id,
        List<String> parents,
        GitPerson author,
        Instant authoredAt,
        GitPerson committer,
        Instant committedAt,
        String subject,
        String body) {

    public GitCommit {
        parents = List.copyOf(parents);
    }
}
