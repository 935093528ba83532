package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code POST files/search}: what was found, the lines of a file in order, and what {@link SearchSummary} tells. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchResult(
        List<FileMatch> items,
        long matches,
        long searched,
        long skipped,
        boolean truncated,
        @Nullable SearchLimit limit) {

    public SearchResult {
        items = List.copyOf(items);
    }
}
