package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A branch.
 *
 * @param remote whether it is what was last seen of a branch elsewhere
 * @param current whether it is checked out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitBranch(
        String name,
        String commit,
        boolean remote,
        boolean current,
        @Nullable String upstream) {}
