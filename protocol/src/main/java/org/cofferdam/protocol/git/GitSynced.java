package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a push or a pull came to.
 *
 * @param before where the branch was, at the remote or here; null when it was not there
 * @param after where it is
 * @param changed whether these differ
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitSynced(
        String remote, String branch, @Nullable String before, String after, boolean changed) {}
