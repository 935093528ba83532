package org.cofferdam.protocol.git;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FilePath;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What is compared.
 *
 * @param path of the working tree, or within it
 * @param from a commit; the index, or with {@code staged} the last commit, when null
 * @param to a commit; the working tree, or with {@code staged} the index, when null
 * @param file only this one; from {@code path} on
 * @param staged whether the index is looked at, not the working tree
 * @param patch whether the text of the differences is wanted, too
 */
public record GitDiffQuery(
        String path,
        @Nullable String from,
        @Nullable String to,
        @Nullable String file,
        boolean staged,
        boolean patch,
        @Nullable SessionId session) {

    public GitDiffQuery {
        FilePath.requireValid("path", path);
        GitRules.requireRevision("from", from);
        GitRules.requireRevision("to", to);
        if (file != null) {
            FilePath.requireValid("file", file);
        }
        if (to != null && (from == null || staged)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "to takes from, and not staged");
        }
    }

    /** What is not yet staged, with its text. */
    public static GitDiffQuery of(String path) {
        return new GitDiffQuery(path, null, null, null, false, true, null);
    }
}
