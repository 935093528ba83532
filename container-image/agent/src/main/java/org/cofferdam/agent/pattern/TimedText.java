package org.cofferdam.agent.pattern;

/** Text that can be looked at for a second only, against expressions that backtrack without end. */
public final class TimedText implements CharSequence {

    private static final long MATCH_NANOS = 1_000_000_000;
    private static final int STEPS_BETWEEN_LOOKS = 1 << 12;

    private final String text;
    private final long deadline = System.nanoTime() + MATCH_NANOS;
    private int steps;

    public TimedText(String text) {
        this.text = text;
    }

    /** The second is over. */
    public static final class TookTooLong extends RuntimeException {
        TookTooLong() {
            super(null, null, false, false);
        }
    }

    /** @throws TookTooLong when the second is over */
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
