package org.cofferdam.protocol.file;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * Rules for paths inside a sandbox. Relative ones start at the directory of the session that the request names, else at the sandbox's
 * working directory. How names that are not text are written: {@link PathText}.
 */
public final class FilePath {

    /** PATH_MAX. */
    private static final int MOST_BYTES = 4096;

    private FilePath() {}

    /** @throws SandboxException {@code invalid-path} when missing, empty, over 4096 bytes (PATH_MAX), with a NUL or half a surrogate pair */
    public static String requireValid(String name, @Nullable String path) {
        if (path == null || path.isEmpty()) {
            throw new SandboxException(ErrorCode.INVALID_PATH, name + " is missing");
        }
        if (path.indexOf('\0') >= 0) {
            throw new SandboxException(ErrorCode.INVALID_PATH, name + " has a NUL");
        }
        if (path.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new SandboxException(ErrorCode.INVALID_PATH, name + " has half a surrogate pair");
        }
        if (PathText.bytes(path).length > MOST_BYTES) {
            throw new SandboxException(ErrorCode.INVALID_PATH, name + " is longer than " + MOST_BYTES + " bytes");
        }
        return path;
    }
}
