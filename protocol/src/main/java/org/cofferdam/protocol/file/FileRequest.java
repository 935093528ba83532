package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** What can be asked of a sandbox's files; all of it happens with the rights of the sandbox's user. */
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
            @Nullable String glob) implements FileRequest {
        public List {
            FilePath.requireValid("path", path);
        }
    }

    /** One entry; links are not followed. */
    record Stat(String path) implements FileRequest {
        public Stat {
            FilePath.requireValid("path", path);
        }
    }

    /**
     * A file's bytes.
     *
     * @param offset of the first byte
     * @param length of the part, or null for all behind {@code offset}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Read(String path, long offset, @Nullable Long length) implements FileRequest {
        public Read {
            FilePath.requireValid("path", path);
        }
    }

    /**
     * Replaces a file at once, or leaves it as it was; parents are made.
     *
     * @param mode permission bits in octal; kept, or 0644 for a new file, when null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Write(String path, @Nullable String mode) implements FileRequest {
        public Write {
            FilePath.requireValid("path", path);
            if (mode != null && !mode.matches("[0-7]{3,4}")) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "mode is three or four octal digits");
            }
        }
    }

    /** Removes an entry; a directory that is not empty only when {@code recursive}. */
    record Delete(String path, boolean recursive) implements FileRequest {
        public Delete {
            FilePath.requireValid("path", path);
        }
    }

    /** Makes a directory, its parents too; one that exists is fine. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mkdir(String path, @Nullable String mode) implements FileRequest {
        public Mkdir {
            FilePath.requireValid("path", path);
            if (mode != null && !mode.matches("[0-7]{3,4}")) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "mode is three or four octal digits");
            }
        }
    }

    /** Renames {@code from} to exactly {@code to}, never into it. */
    record Move(String from, String to, boolean overwrite) implements FileRequest {
        public Move {
            FilePath.requireValid("from", from);
            FilePath.requireValid("to", to);
        }
    }
}
