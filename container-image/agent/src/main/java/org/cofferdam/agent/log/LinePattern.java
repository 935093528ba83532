package org.cofferdam.agent.log;

import java.util.regex.Pattern;

/** What a line must have: some text, or a match of a regular expression, which may take only so long to find. */
public final class LinePattern {

    private static final long MATCH_NANOS = 1_000_000_000;
    private static final int STEPS_BETWEEN_LOOKS = 1 << 12;

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
            return pattern.matcher(new Limited(line)).find();
        } catch (TookTooLong | StackOverflowError hopeless) {
            return false;
        }
    }

    /** Whether a line may be judged before its end has come: more text can spoil no literal, but completes an expression's match. */
    boolean matchesEarly() {
        return literal;
    }

    private static final class TookTooLong extends RuntimeException {
        TookTooLong() {
            super(null, null, false, false);
        }
    }

    /** Text that can be looked at for so long only, against expressions that backtrack without end. */
    private static final class Limited implements CharSequence {

        private final String text;
        private final long deadline = System.nanoTime() + MATCH_NANOS;
        private int steps;

        Limited(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps % STEPS_BETWEEN_LOOKS == 0 && System.nanoTime() > deadline) {
                throw new TookTooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
