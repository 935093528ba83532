package org.cofferdam.agent.file;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** The lines of a {@code .gitignore} (gitignore(5)) for what is below one directory, and those of the directories above it. */
final class IgnoreRules {

    private record Rule(Pattern pattern, boolean negated, boolean directoriesOnly) {}

    private final @Nullable IgnoreRules above;
    private final String base;
    private final List<Rule> rules = new ArrayList<>();

    private IgnoreRules(@Nullable IgnoreRules above, String base) {
        this.above = above;
        this.base = base;
    }

    /**
     * Rules for what is below a directory.
     *
     * @param base the directory, relative to the walk's top: empty or with a slash at its end
     * @throws SandboxException {@code invalid-value} for what is no pattern
     */
    static IgnoreRules of(@Nullable IgnoreRules above, String base, List<String> lines) {
        IgnoreRules rules = new IgnoreRules(above, base);
        for (String line : lines) {
            Rule rule = parse(line);
            if (rule != null) {
                rules.rules.add(rule);
            }
        }
        return rules;
    }

    private static @Nullable Rule parse(String line) {
        String text = line.endsWith("\\ ") ? line : line.stripTrailing();
        if (text.isEmpty() || text.startsWith("#")) {
            return null;
        }
        boolean negated = text.startsWith("!");
        text = negated ? text.substring(1) : text;
        boolean directoriesOnly = text.endsWith("/");
        text = directoriesOnly ? text.substring(0, text.length() - 1) : text;
        boolean anchored = text.indexOf('/') >= 0;
        text = text.startsWith("/") ? text.substring(1) : text;
        if (text.isEmpty()) {
            return null;
        }
        try {
            String regex = (anchored ? "" : "(?:.*/)?") + PathGlob.regex(text);
            return new Rule(Pattern.compile(regex, Pattern.DOTALL), negated, directoriesOnly);
        } catch (PatternSyntaxException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Not a pattern: " + line, e);
        }
    }

    /** Whether an entry is to be left out; what is in an ignored directory is not asked about. */
    boolean ignores(String path, boolean directory) {
        for (IgnoreRules level = this; level != null; level = level.above) {
            String relative = path.substring(level.base.length());
            for (Rule rule : level.rules.reversed()) {
                if ((directory || !rule.directoriesOnly)
                        && rule.pattern.matcher(relative).matches()) {
                    return !rule.negated;
                }
            }
        }
        return false;
    }
}
