package org.cofferdam.agent.file;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.cofferdam.agent.pattern.TimedText;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.PathText;
import org.cofferdam.protocol.file.SearchRequest;
import org.jspecify.annotations.Nullable;

/** Which files a search is for, and which directories it goes into. */
final class FileSelection {

    private final boolean hidden;
    private final @Nullable Pattern glob;

    /** @throws SandboxException {@code invalid-value} for a glob that is none */
    FileSelection(SearchRequest request) {
        this.hidden = request.hidden();
        this.glob = request.glob() == null ? null : compile(request.glob());
    }

    private static Pattern compile(String glob) {
        String path = glob.startsWith("/") ? glob.substring(1) : glob;
        try {
            return Pattern.compile((glob.indexOf('/') < 0 ? "(?:.*/)?" : "") + PathGlob.regex(path), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "glob is not a pattern", e);
        }
    }

    /** @param path with a slash at its end; empty for the top, which is always gone into */
    boolean goesInto(byte[] path) {
        return hidden || path.length == 0 || !isHidden(path, path.length - 1);
    }

    boolean has(byte[] path) {
        return (hidden || !isHidden(path, path.length)) && (glob == null || matches(glob, PathText.of(path)));
    }

    private static boolean isHidden(byte[] path, int end) {
        int name = end;
        while (name > 0 && path[name - 1] != '/') {
            name--;
        }
        return path[name] == '.';
    }

    private static boolean matches(Pattern glob, String path) {
        try {
            return glob.matcher(new TimedText(path)).matches();
        } catch (TimedText.TookTooLong | StackOverflowError e) {
            throw new SandboxException(ErrorCode.PATTERN_TOO_COSTLY, "glob takes too long to match " + path, e);
        }
    }
}
