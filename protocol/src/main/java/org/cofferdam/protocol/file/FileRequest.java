package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a sandbox's files; all of it happens with the rights of the sandbox's user. A relative path starts at the current
 * directory of {@code session}, or at the sandbox's working directory where that is null.
 */
public sealed interface FileRequest {

    /**
     * The entries of a directory, sorted by path.
     *
     * @param glob shell pattern that the name must match; all when null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record List(
            String path,
            boolean recursive,
            boolean hidden,
            @Nullable String glob,
            @Nullable SessionId session) implements FileRequest {
        public List {
            FilePath.requireValid("path", path);
        }

        public List(String path, boolean recursive, boolean hidden, @Nullable String glob) {
            this(path, recursive, hidden, glob, null);
        }
    }

    /** One entry; links are not followed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stat(String path, @Nullable SessionId session) implements FileRequest {
        public Stat {
            FilePath.requireValid("path", path);
        }

        public Stat(String path) {
            this(path, null);
        }
    }

    /**
     * A file's bytes.
     *
     * @param offset of the first byte
     * @param length of the part, or null for all behind {@code offset}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Read(
            String path,
            long offset,
            @Nullable Long length,
            @Nullable SessionId session) implements FileRequest {
        public Read {
            FilePath.requireValid("path", path);
        }

        public Read(String path, long offset, @Nullable Long length) {
            this(path, offset, length, null);
        }
    }

    /**
     * Replaces a file at once, or leaves it as it was; parents are made.
     *
     * @param mode permission bits in octal; kept, or 0644 for a new file, when null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Write(
            String path, @Nullable String mode, @Nullable SessionId session) implements FileRequest {
        public Write {
            FilePath.requireValid("path", path);
            if (mode != null && !mode.matches("[0-7]{3,4}")) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "mode is three or four octal digits");
            }
        }

        public Write(String path, @Nullable String mode) {
            this(path, mode, null);
        }
    }

    /** Removes an entry; a directory that is not empty only when {@code recursive}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delete(String path, boolean recursive, @Nullable SessionId session) implements FileRequest {
        public Delete {
            FilePath.requireValid("path", path);
        }

        public Delete(String path, boolean recursive) {
            this(path, recursive, null);
        }
    }

    /** Makes a directory, its parents too; one that exists is fine. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mkdir(
            String path, @Nullable String mode, @Nullable SessionId session) implements FileRequest {
        public Mkdir {
            FilePath.requireValid("path", path);
            if (mode != null && !mode.matches("[0-7]{3,4}")) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "mode is three or four octal digits");
            }
        }

        public Mkdir(String path, @Nullable String mode) {
            this(path, mode, null);
        }
    }

    /** Renames {@code from} to exactly {@code to}, never into it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Move(
            String from,
            String to,
            boolean overwrite,
            @Nullable SessionId session) implements FileRequest {
        public Move {
            FilePath.requireValid("from", from);
            FilePath.requireValid("to", to);
        }

        public Move(String from, String to, boolean overwrite) {
            this(from, to, overwrite, null);
        }
    }

    /** Copies {@code from}, with all that is in it, to exactly {@code to}, never into it; links are copied, not followed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Copy(
            String from,
            String to,
            boolean overwrite,
            @Nullable SessionId session) implements FileRequest {
        public Copy {
            FilePath.requireValid("from", from);
            FilePath.requireValid("to", to);
        }
    }

    /**
     * Gives a file or a directory as a tar archive (pax, POSIX.1-2017).
     *
     * @param excludes patterns of {@code .gitignore} for what to leave out
     * @param gitignore whether to leave out what the {@code .gitignore} files say
     * @param gzip whether to compress it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Pack(
            String path,
            java.util.List<String> excludes,
            boolean gitignore,
            boolean gzip,
            @Nullable SessionId session) implements FileRequest {
        public Pack {
            FilePath.requireValid("path", path);
            excludes = java.util.List.copyOf(excludes);
        }
    }

    /**
     * Unpacks a tar archive, compressed or not, into a directory, which is made where there is none. Nothing changes there before the
     * archive's end has come and was good.
     *
     * @param replace whether what was in the directory goes away; otherwise the archive is merged into it
     * @param maxEntries refuses more; the agent's own limit when null
     * @param maxBytes refuses more, counted as unpacked; no limit but the disk's when null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Unpack(
            String path,
            boolean replace,
            @Nullable Long maxEntries,
            @Nullable Long maxBytes,
            @Nullable SessionId session)
            implements FileRequest {
        public Unpack {
            FilePath.requireValid("path", path);
        }
    }
}
