package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A path that differs.
 *
 * @param path from the top of the working tree
 * @param from the old path where it was renamed or copied
 * @param index what is staged, against the last commit
 * @param worktree what is not, against the index
 * @param conflict whether a merge left it for somebody to decide
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitChange(
        String path, @Nullable String from, GitChangeType index, GitChangeType worktree, boolean conflict) {}
