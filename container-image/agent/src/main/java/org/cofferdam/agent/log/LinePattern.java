package org.cofferdam.agent.log;

import java.util.regex.Pattern;
import org.cofferdam.agent.pattern.TimedText;

/** What a line must have: some text, or a match of a regular expression, which may take only so long to find. */
public final class LinePattern {

    private final Pattern pattern;
    private final boolean literal;

    private LinePattern(Pattern pattern, boolean literal) {
        this.pattern = pattern;
        this.literal = literal;
    }

    public static LinePattern text(String text) {
        return new LinePattern(Pattern.compile(text, Pattern.LITERAL), true);
    }

    public static LinePattern regex(String regex) {
        return new LinePattern(Pattern.compile(regex), false);
    }

    boolean isIn(String line) {
        try {
            return pattern.matcher(new TimedText(line)).find();
        } catch (TimedText.TookTooLong | StackOverflowError hopeless) {
            return false;
        }
    }

    /** Whether a line may be judged before its end has come: more text can spoil no literal, but completes an expression's match. */
    boolean matchesEarly() {
        return literal;
    }
}
