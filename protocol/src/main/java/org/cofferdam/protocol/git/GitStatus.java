package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a working tree.
 *
 * @param branch null when none is checked out
 * @param commit null before the first one
 * @param ahead how many commits the branch has that its upstream has not; null without upstream
 * @param items what differs, untracked files included
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitStatus(
        @Nullable String branch,
        @Nullable String commit,
        @Nullable String upstream,
        @Nullable Integer ahead,
        @Nullable Integer behind,
        boolean clean,
        List<GitChange> items) {

    public GitStatus {
        items = List.copyOf(items);
    }
}
