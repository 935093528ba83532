package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A repository that was cloned.
 *
 * @param path of its directory, absolute
 * @param branch that is checked out; null for a tag or commit, and in an empty repository
 * @param commit that is checked out; null in an empty repository
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitCheckedOut(
        String path, @Nullable String branch, @Nullable String commit) {}
