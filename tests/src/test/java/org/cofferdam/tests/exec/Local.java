package org.cofferdam.tests.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** What the kernel gives when the same command runs on this machine. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Local(byte[] stdout, byte[] stderr, int waitStatus) {

    /** Java tells a death by signal as 128 and its number, which nothing in these tests exits with. */
    private static final int SIGNALED = 128;

    private static final int LAST_SIGNAL = SIGNALED + 64;

    static Local run(String command) {
        return run(List.of("bash", "-c", command));
    }

    /** With no signal ignored: a build that was started by nohup or in the background hands that down (env(1)). */
    static Local run(List<String> argv) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
        command.addAll(argv);
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            FutureTask<byte[]> stderr = new FutureTask<>(() -> readAll(process.getErrorStream()));
            Thread.ofVirtual().start(stderr);
            byte[] stdout = readAll(process.getInputStream());
            return new Local(stdout, stderr.get(), process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    @Nullable Integer exitCode() {
        return signalNumber() == null ? waitStatus : null;
    }

    @Nullable Integer signalNumber() {
        return waitStatus > SIGNALED && waitStatus <= LAST_SIGNAL ? waitStatus - SIGNALED : null;
    }
}
