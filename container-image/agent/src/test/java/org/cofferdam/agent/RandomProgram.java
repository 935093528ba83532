package org.cofferdam.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A shell command made at random, and what it must print and come to. */
final class RandomProgram {

    private static final int STEPS = 12;
    private static final int BURST_BYTES = 200_000;

    private final Random random;
    private final StringBuilder script = new StringBuilder();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private int exitCode;
    private int signal;

    RandomProgram(long seed) {
        random = new Random(seed);
        int steps = random.nextInt(STEPS);
        for (int i = 0; i < steps; i++) {
            step();
        }
        end();
    }

    private void step() {
        boolean toStderr = random.nextInt(3) == 0;
        String redirect = toStderr ? " >&2" : "";
        ByteArrayOutputStream target = toStderr ? stderr : stdout;
        switch (random.nextInt(7)) {
            case 0 -> literal(bytes(1 + random.nextInt(20)), redirect, target);
            case 1 -> {
                int count = 1 + random.nextInt(BURST_BYTES);
                script.append("head -c ")
                        .append(count)
                        .append(" /dev/zero")
                        .append(redirect)
                        .append('\n');
                target.writeBytes(new byte[count]);
            }
            case 2 -> {
                int last = 1 + random.nextInt(500);
                script.append("seq 1 ").append(last).append(redirect).append('\n');
                for (int i = 1; i <= last; i++) {
                    target.writeBytes((i + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            case 3 -> script.append("sleep 0.00").append(random.nextInt(10)).append('\n');
            case 4 -> {
                byte[] bytes = bytes(1 + random.nextInt(5));
                script.append("( ");
                literal(bytes, redirect, target);
                script.append(" )\n");
            }
            case 5 -> {
                byte[] bytes = bytes(3);
                script.append("{ ");
                literal(bytes, "", target);
                script.append(" } | cat").append(redirect).append('\n');
            }
            default -> {
                script.append("sleep 0.01 & wait $!\n");
                literal(bytes(1 + random.nextInt(3)), redirect, target);
            }
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void literal(byte[] bytes, String redirect, ByteArrayOutputStream target) {
        script.append("printf '");
        for (byte b : bytes) {
            script.append(String.format("\\%03o", b & 0xff));
        }
        script.append('\'').append(redirect).append('\n');
        target.writeBytes(bytes);
    }

    private void end() {
        switch (random.nextInt(4)) {
            case 0 -> {
                exitCode = random.nextInt(256);
                script.append("exit ").append(exitCode).append('\n');
            }
            case 1 -> {
                signal = new int[] {9, 15, 10}[random.nextInt(3)];
                script.append("kill -").append(signal).append(" $$\nsleep 10\n");
            }
            case 2 -> script.append("sleep 1 > /dev/null 2>&1 &\n");
            default -> script.append(":\n");
        }
    }

    String script() {
        return script.toString();
    }

    byte[] stdout() {
        return stdout.toByteArray();
    }

    byte[] stderr() {
        return stderr.toByteArray();
    }

    int exitCode() {
        return exitCode;
    }

    /** 0 for none. */
    int signal() {
        return signal;
    }
}
