package org.cofferdam.tests.exec;

import java.util.Random;

/**
 * Shell programs of random steps that give the same bytes wherever they run: text and bytes on both streams, bursts, output without
 * newlines, children in the foreground and background, and some end: an exit status or a signal.
 */
final class RandomProgram {

    private static final String[] SIGNALS = {"HUP", "INT", "KILL", "PIPE", "TERM", "USR1", "SEGV", "ABRT"};

    private final Random random;
    private final StringBuilder text = new StringBuilder("ulimit -c 0\n");

    private RandomProgram(long seed) {
        random = new Random(seed);
    }

    static String of(long seed) {
        RandomProgram program = new RandomProgram(seed);
        int steps = program.random.nextInt(12);
        for (int i = 0; i < steps; i++) {
            program.step();
        }
        program.end();
        return program.text.toString();
    }

    private void step() {
        String target = random.nextInt(3) == 0 ? " >&2" : "";
        switch (random.nextInt(12)) {
            case 0, 1 -> text.append("echo 'line ").append(random.nextInt()).append("'");
            case 2 -> text.append("printf 'no newline %d ' ").append(random.nextInt(1000));
            case 3 -> text.append("printf '").append(bytes()).append("'");
            case 4 -> text.append("printf 'grüße %s ✓ 𝄞' ").append(random.nextInt());
            case 5 -> text.append("seq ").append(random.nextInt(4000));
            case 6 -> text.append("head -c ").append(random.nextInt(200_000)).append(" /dev/zero | tr '\\0' x");
            case 7 ->
                text.append("for i in {1..")
                        .append(1 + random.nextInt(200))
                        .append("}; do echo out $i; echo err $i >&2; done");
            case 8 ->
                text.append("(echo child; exit ").append(random.nextInt(256)).append(")");
            case 9 -> text.append("{ sleep 0.00").append(random.nextInt(10)).append("; echo background; } & wait");
            case 10 -> text.append("sleep 0.00").append(random.nextInt(10));
            default -> text.append("cat; read -r nothing; echo status $?");
        }
        text.append(target).append('\n');
    }

    private String bytes() {
        StringBuilder escapes = new StringBuilder();
        for (int i = random.nextInt(300); i >= 0; i--) {
            escapes.append("\\x%02x".formatted(random.nextInt(256)));
        }
        return escapes.toString();
    }

    private void end() {
        switch (random.nextInt(5)) {
            case 0 -> text.append("exit ").append(random.nextInt(128)).append("\necho never\n");
            case 1 ->
                text.append("kill -")
                        .append(SIGNALS[random.nextInt(SIGNALS.length)])
                        .append(" $$\n");
            case 2 -> text.append("sleep 100 >/dev/null 2>&1 & disown; printf last\n");
            case 3 -> text.append("exec printf 'by another program'\n");
            default -> text.append("echo end\n");
        }
    }
}
