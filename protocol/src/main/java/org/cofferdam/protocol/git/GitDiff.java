package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states.
 *
 * @param patch as git prints it, where it was asked for
 * @param truncated whether the patch is cut, for it has more than 4 MiB
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitDiff(List<GitFileDiff> items, @Nullable String patch, boolean truncated) {

    public GitDiff {
        items = List.copyOf(items);
    }
}
