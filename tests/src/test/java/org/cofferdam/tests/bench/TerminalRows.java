package org.cofferdam.tests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.TerminalConnection;
import org.cofferdam.client.TerminalListener;
import org.cofferdam.protocol.terminal.TerminalSize;

/** Rows about terminals: a key is typed at the prompt of an interactive bash, which echoes it. */
final class TerminalRows implements AutoCloseable {

    private static final int WARM_UPS = 1_000;
    private static final int RUNS = 2_000;
    private static final byte[] KEY = {'~'};
    private static final byte[] CLEAR_LINE = {0x15};
    private static final int LINE = 40;

    private final Sandbox sandbox;

    TerminalRows(Cofferdam cofferdam) {
        sandbox = cofferdam.sandbox("bench-" + UUID.randomUUID());
    }

    /** Where keys go. */
    private interface Keyboard {
        void type(byte[] keys) throws IOException;
    }

    /** Counts the echoes of the key. */
    private static final class Echoes implements TerminalListener {

        private final Semaphore seen = new Semaphore(0);

        @Override
        public void onData(byte[] bytes) {
            for (byte b : bytes) {
                if (b == KEY[0]) {
                    seen.release();
                }
            }
        }

        void await() throws InterruptedException {
            if (!seen.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("No echo within 10 s");
            }
        }
    }

    Row keystroke() throws Exception {
        Echoes echoes = new Echoes();
        try (TerminalConnection connection = sandbox.openTerminal().connect(new TerminalSize(200, 50), echoes)) {
            return Row.of("keystroke to echo in a terminal", keystrokes(connection::write, echoes), "", "3 ms");
        }
    }

    Row localKeystroke() throws Exception {
        Process script = new ProcessBuilder("script", "-qfec", "exec bash --norc -i", "/dev/null").start();
        Echoes echoes = new Echoes();
        Thread reader = Thread.ofPlatform().daemon().start(() -> read(script.getInputStream(), echoes));
        try (OutputStream keys = script.getOutputStream()) {
            Samples samples = keystrokes(
                    bytes -> {
                        keys.write(bytes);
                        keys.flush();
                    },
                    echoes);
            return Row.of("keystroke to echo in a local pseudo-terminal", samples, "script(1), no container", "");
        } finally {
            script.destroyForcibly();
            reader.join();
        }
    }

    private static void read(InputStream output, Echoes echoes) {
        byte[] buffer = new byte[8192];
        try {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                echoes.onData(Arrays.copyOf(buffer, count));
            }
        } catch (IOException e) {
            // it was ended
        }
    }

    private static Samples keystrokes(Keyboard keyboard, Echoes echoes) throws Exception {
        int[] typed = {0};
        return Samples.of(WARM_UPS, RUNS, () -> {
            if (typed[0]++ % LINE == 0) {
                keyboard.type(CLEAR_LINE);
            }
            keyboard.type(KEY);
            echoes.await();
        });
    }

    @Override
    public void close() {
        sandbox.destroy();
    }
}
