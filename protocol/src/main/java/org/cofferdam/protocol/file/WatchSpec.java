package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What to watch. A glob without a slash is for names, at any depth; one with a slash is for paths from the watched directory on, in which
 * {@code **} stands for any number of directories.
 *
 * @param path a directory
 * @param recursive also the directories in it, those to come included
 * @param include only what matches one of these globs is reported; all when empty
 * @param exclude what matches one of these globs is not reported, nor what is in it
 * @param all whether {@code .git} and {@code node_modules} are watched too
 * @param session at whose current directory a relative path starts, once, when the watch begins; the sandbox's working directory when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WatchSpec(
        String path,
        boolean recursive,
        List<String> include,
        List<String> exclude,
        boolean all,
        @Nullable SessionId session) {

    /** The most globs of a kind. */
    public static final int GLOBS = 100;

    private static final int GLOB_LENGTH = 1024;

    public WatchSpec {
        FilePath.requireValid("path", path);
        include = requireGlobs("include", include);
        exclude = requireGlobs("exclude", exclude);
    }

    public WatchSpec(String path, boolean recursive, List<String> include, List<String> exclude, boolean all) {
        this(path, recursive, include, exclude, all, null);
    }

    /** As this, of another directory, which is absolute. */
    public WatchSpec at(String directory) {
        return new WatchSpec(directory, recursive, include, exclude, all, null);
    }

    /** All of a directory but {@code .git} and {@code node_modules}. */
    public static WatchSpec of(String path) {
        return new WatchSpec(path, true, List.of(), List.of(), false);
    }

    private static List<String> requireGlobs(String name, @Nullable List<String> globs) {
        List<String> given = globs == null ? List.of() : List.copyOf(globs);
        if (given.size() > GLOBS) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, name + " has at most " + GLOBS + " globs");
        }
        for (String glob : given) {
            if (glob.isEmpty() || glob.length() > GLOB_LENGTH) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, name + " has globs of 1 to 1024 characters");
            }
        }
        return given;
    }
}
