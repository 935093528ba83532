package org.cofferdam.agent.terminal;

/**
 * The modes of a terminal that outlast what set them and that a program does not set again: DEC private modes and the keypad's
 * (xterm's control sequences, "DECSET"). One bit each.
 */
final class Modes {

    /** Autowrap and the cursor are on from the start. */
    static final int INITIAL = 1 << 2 | 1 << 3;

    /** Bit n is mode n of this list. */
    private static final int[] NUMBERS = {1, 6, 7, 25, 1049, 9, 1000, 1002, 1003, 1005, 1006, 1015, 1004, 2004};

    private static final int ALTERNATE = 1 << 4;
    private static final int MOUSE = 0xf << 5;
    private static final int MOUSE_ENCODING = 0x7 << 9;
    private static final int KEYPAD = 1 << NUMBERS.length;

    private Modes() {}

    static int set(int modes, int number, boolean on) {
        int bit = bit(number);
        int exclusive = (bit & MOUSE) != 0 ? MOUSE : (bit & MOUSE_ENCODING) != 0 ? MOUSE_ENCODING : bit;
        int others = modes & ~exclusive;
        return on ? others | bit : others;
    }

    private static int bit(int number) {
        if (number == 47 || number == 1047) {
            return ALTERNATE;
        }
        for (int i = 0; i < NUMBERS.length; i++) {
            if (NUMBERS[i] == number) {
                return 1 << i;
            }
        }
        return 0;
    }

    static int keypad(int modes, boolean application) {
        return application ? modes | KEYPAD : modes & ~KEYPAD;
    }

    /** What brings a terminal as it is when it is new into these modes. */
    static String fromNew(int modes) {
        return sequences(modes, modes ^ INITIAL);
    }

    /** What brings any terminal into these modes, whatever it was in the middle of. */
    static String fromAny(int modes) {
        return "\u0018\u001b[m" + sequences(modes, -1);
    }

    private static String sequences(int modes, int which) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NUMBERS.length; i++) {
            boolean on = (modes & 1 << i) != 0;
            if ((which & 1 << i) != 0) {
                // Leaving by 1049 would move the cursor of a terminal that is not in the alternate screen.
                int number = NUMBERS[i] == 1049 && !on ? 47 : NUMBERS[i];
                text.append("\u001b[?").append(number).append(on ? 'h' : 'l');
            }
        }
        // Off before on: of modes that exclude each other, the one that is on has the last word.
        if ((modes & MOUSE) != 0 || (modes & MOUSE_ENCODING) != 0) {
            for (int i = 0; i < NUMBERS.length; i++) {
                if ((modes & (MOUSE | MOUSE_ENCODING) & 1 << i) != 0) {
                    text.append("\u001b[?").append(NUMBERS[i]).append('h');
                }
            }
        }
        if ((which & KEYPAD) != 0) {
            text.append((modes & KEYPAD) != 0 ? "\u001b=" : "\u001b>");
        }
        return text.toString();
    }
}
