package org.cofferdam.protocol.file;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Rules for paths inside a sandbox; relative ones start at the sandbox's working directory. */
public final class FilePath {

    private FilePath() {}

    /** @throws SandboxException {@code invalid-path} when missing, empty, over 4096 bytes (PATH_MAX) or with a NUL */
    public static String requireValid(String name, @Nullable String path) {
        if (path == null || path.isEmpty()) {
            throw new SandboxException(ErrorCode.INVALID_PATH, name + " is missing");
        }
        if (path.indexOf('\0') >= 0) {
            throw new SandboxException(ErrorCode.INVALID_PATH, name + " has a NUL");
        }
        if (path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 4096) {
            throw new SandboxException(ErrorCode.INVALID_PATH, name + " is longer than 4096 bytes");
        }
        return path;
    }
}
