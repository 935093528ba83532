package org.cofferdam.protocol.git;

import java.util.List;

/**
 * Commits, newest first.
 *
 * @param more whether there are older ones
 */
public record GitLog(List<GitCommit> items, boolean more) {

    public GitLog {
        items = List.copyOf(items);
    }
}
