package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code POST files/replace}: the files that changed, or would without {@code dryRun}, and what {@link SearchSummary} tells. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplaceResult(
        List<FileReplacement> items,
        long matches,
        long searched,
        long skipped,
        boolean truncated,
        @Nullable SearchLimit limit) {

    public ReplaceResult {
        items = List.copyOf(items);
    }
}
