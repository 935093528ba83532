package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What differs in a file.
 *
 * @param from the old path where it was renamed or copied
 * @param added lines; null for a binary file, likewise {@code deleted}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitFileDiff(
        String path,
        @Nullable String from,
        GitChangeType type,
        @Nullable Integer added,
        @Nullable Integer deleted) {}
