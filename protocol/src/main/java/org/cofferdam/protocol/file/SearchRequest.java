package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What can be looked for below a directory, or in one file. Links are not followed. A glob without a slash is for names, at any depth; one
 * with a slash is for paths from the directory on, in which {@code **} stands for any number of directories. A pattern is looked for in each
 * line by itself; files with a NUL among their first bytes count as binary and are skipped. Bytes that are not UTF-8 are as in {@link
 * PathText}.
 */
public sealed interface SearchRequest {

    /** The longest pattern, replacement or glob, in characters. */
    int LENGTH = 10_000;

    String path();

    /** Which files; all when null. */
    @Nullable String glob();

    /** Patterns of {@code .gitignore} for what to leave out. */
    List<String> excludes();

    /** Whether to leave out what the {@code .gitignore} files say. */
    boolean gitignore();

    /** Whether to look at names that begin with a dot, too. */
    boolean hidden();

    /** What a line must have. */
    @Nullable String pattern();

    /** Whether the pattern is a regular expression ({@link java.util.regex.Pattern}); else it is meant literally. */
    boolean regex();

    boolean ignoreCase();

    @Nullable SearchLimits limits();

    @Nullable SessionId session();

    /**
     * Finds lines, or files where {@code pattern} is null.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Find(
            String path,
            @Nullable String glob,
            List<String> excludes,
            boolean gitignore,
            boolean hidden,
            @Nullable String pattern,
            boolean regex,
            boolean ignoreCase,
            @Nullable SearchLimits limits,
            @Nullable SessionId session)
            implements SearchRequest {
        public Find {
            FilePath.requireValid("path", path);
            excludes = excludes == null ? List.of() : List.copyOf(excludes);
            requireLength("glob", glob);
            requireLength("pattern", pattern);
        }

        /** Some text, in all files but hidden and ignored ones. */
        public static Find of(String path, String text) {
            return new Find(path, null, List.of(), true, false, text, false, false, null, null);
        }

        /** As this, for the paths of a session. */
        public Find in(@Nullable SessionId other) {
            return new Find(path, glob, excludes, gitignore, hidden, pattern, regex, ignoreCase, limits, other);
        }
    }

    /**
     * Puts something in the place of each match. A file is replaced at once, and keeps its mode.
     *
     * @param replacement may refer to groups as {@code $1} where {@code regex}
     * @param dryRun whether to count only
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Replace(
            String path,
            @Nullable String glob,
            List<String> excludes,
            boolean gitignore,
            boolean hidden,
            String pattern,
            String replacement,
            boolean regex,
            boolean ignoreCase,
            boolean dryRun,
            @Nullable SearchLimits limits,
            @Nullable SessionId session)
            implements SearchRequest {
        public Replace {
            FilePath.requireValid("path", path);
            excludes = excludes == null ? List.of() : List.copyOf(excludes);
            requireLength("glob", glob);
            requireLength("pattern", pattern);
            requireLength("replacement", replacement);
            if (pattern == null || replacement == null) {
                throw new SandboxException(
                        ErrorCode.INVALID_VALUE, (pattern == null ? "pattern" : "replacement") + " is missing");
            }
        }

        /** Some text by another, in all files but hidden and ignored ones. */
        public static Replace of(String path, String text, String replacement) {
            return new Replace(path, null, List.of(), true, false, text, replacement, false, false, false, null, null);
        }

        /** As this, for the paths of a session. */
        public Replace in(@Nullable SessionId other) {
            return new Replace(
                    path,
                    glob,
                    excludes,
                    gitignore,
                    hidden,
                    pattern,
                    replacement,
                    regex,
                    ignoreCase,
                    dryRun,
                    limits,
                    other);
        }
    }

    private static void requireLength(String name, @Nullable String text) {
        boolean replacement = name.equals("replacement");
        if (text != null && ((text.isEmpty() && !replacement) || text.length() > LENGTH)) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, name + " has " + (replacement ? 0 : 1) + " to " + LENGTH + " characters");
        }
    }
}
