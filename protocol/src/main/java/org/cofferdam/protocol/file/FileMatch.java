package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line that a search found, or a file where it was for names only.
 *
 * @param path absolute
 * @param line from 1
 * @param column of its first match, from 1, in characters as UTF-16 counts them
 * @param text of the line; where that has more than 1000 characters, those around the match
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileMatch(
        String path,
        @Nullable Long line,
        @Nullable Integer column,
        @Nullable String text) {}
