package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a search came to.
 *
 * @param matches lines or files found, or replacements made
 * @param searched files looked at
 * @param skipped of the files those not looked at, or not to their end: binary ones, unreadable ones, and from a line over 1 MiB on
 * @param truncated whether a limit ended it
 * @param limit which one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchSummary(
        long matches,
        long searched,
        long skipped,
        boolean truncated,
        @Nullable SearchLimit limit) {}
