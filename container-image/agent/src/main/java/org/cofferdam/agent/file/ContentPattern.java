package org.cofferdam.agent.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.cofferdam.agent.pattern.TimedText;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.PathText;
import org.cofferdam.protocol.file.SearchRequest;

/** What a line is to have. A line that the pattern takes more than a second for, or more stack than there is, is an error. */
final class ContentPattern {

    /** The longest line that replacing may make, in characters. */
    private static final int LONGEST_RESULT = 2 << 20;

    private final Pattern pattern;
    private final byte[] bytes;
    private final boolean plain;

    private ContentPattern(Pattern pattern, byte[] bytes, boolean plain) {
        this.pattern = pattern;
        this.bytes = bytes;
        this.plain = plain;
    }

    /** @throws SandboxException {@code invalid-value} */
    static ContentPattern of(String text, SearchRequest request) {
        int flags = (request.regex() ? 0 : Pattern.LITERAL)
                | (request.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        try {
            boolean plain = !request.regex() && !request.ignoreCase();
            return new ContentPattern(Pattern.compile(text, flags), PathText.bytes(text), plain);
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "pattern is no regular expression: " + e.getMessage(), e);
        }
    }

    /** Where in a line's text it is first, or -1. */
    int find(LineReader line) {
        if (plain) {
            int at = line.indexOf(bytes);
            return at < 0 ? at : line.text(at).length();
        }
        return timed(() -> {
            Matcher matcher = pattern.matcher(new TimedText(line.text()));
            return matcher.find() ? matcher.start() : -1;
        });
    }

    /**
     * Puts a replacement in the place of each match.
     *
     * @param text gets the result
     * @return how many there were
     * @throws SandboxException {@code invalid-value} for a reference to a group that there is not, {@code pattern-too-costly}
     */
    int replace(String line, String replacement, StringBuilder text) {
        return timed(() -> {
            Matcher matcher = pattern.matcher(new TimedText(line));
            int count = 0;
            while (matcher.find()) {
                requireRoom(matcher, replacement, text);
                matcher.appendReplacement(text, replacement);
                count++;
            }
            matcher.appendTail(text);
            return count;
        });
    }

    private static void requireRoom(Matcher matcher, String replacement, StringBuilder text) {
        long longest = 0;
        for (int group = 0; group <= matcher.groupCount(); group++) {
            longest = Math.max(longest, matcher.end(group) - matcher.start(group));
        }
        long references = replacement.chars().filter(c -> c == '$').count();
        if (text.length() + replacement.length() + references * longest > LONGEST_RESULT) {
            throw new SandboxException(
                    ErrorCode.TOO_LARGE, "A line would become longer than " + LONGEST_RESULT + " characters");
        }
    }

    private interface Matching {
        int run();
    }

    private static int timed(Matching matching) {
        try {
            return matching.run();
        } catch (TimedText.TookTooLong | StackOverflowError e) {
            throw new SandboxException(
                    ErrorCode.PATTERN_TOO_COSTLY,
                    "A line takes " + (e instanceof StackOverflowError ? "too much memory" : "more than a second")
                            + " to match",
                    "Avoid repetitions within repetitions, or make them possessive: (a|b)*+",
                    e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "replacement is none: " + e.getMessage(), e);
        }
    }
}
