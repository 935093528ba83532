package org.cofferdam.tests.bench;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxProcess;
import org.cofferdam.client.WatchStream;
import org.cofferdam.protocol.file.FileEvent;

/** Rows about many files. */
final class TreeRows implements AutoCloseable {

    private static final int SMALL_BYTES = 1_000;
    private static final int SMALL_FILES = 1_000;
    private static final int ENTRIES = 10_000;

    private final Sandbox sandbox;
    private final byte[] archive;

    TreeRows(Cofferdam cofferdam) {
        sandbox = cofferdam.sandbox("bench-" + UUID.randomUUID());
        sandbox.exec("mkdir source many && cd source && for i in $(seq " + SMALL_FILES + "); do head -c " + SMALL_BYTES
                + " /dev/urandom >$i; done; cd ../many && seq " + ENTRIES + " | xargs touch");
        archive = packed();
    }

    private byte[] packed() {
        try (InputStream in = sandbox.files().archive("source")) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Row thousandByArchive() throws Exception {
        Samples samples =
                Samples.of(5, 20, () -> sandbox.files().unpack("target", new ByteArrayInputStream(archive), true));
        return Row.of("1000 small files in by archive", samples, "", "");
    }

    Row thousandOneByOne() throws Exception {
        byte[] small = new byte[SMALL_BYTES];
        Samples samples = Samples.of(2, 5, () -> {
            for (int i = 0; i < SMALL_FILES; i++) {
                sandbox.files().write("single/" + i, small);
            }
        });
        return Row.of("1000 small files in one by one", samples, "", "");
    }

    Row thousandOut() throws Exception {
        Samples samples = Samples.of(5, 20, this::packed);
        return Row.of("1000 small files out by archive", samples, "", "");
    }

    Row tenThousandListed() throws Exception {
        Samples samples = Samples.of(10, 30, () -> {
            int listed = sandbox.files().list("many").size();
            if (listed != ENTRIES) {
                throw new IllegalStateException(listed + " entries");
            }
        });
        return Row.of("list of 10,000 entries", samples, "", "50 ms");
    }

    /** From the change, by the clock of the kernel that both share, to the event in the client. */
    Row changeToEvent() {
        int events = 200;
        long[] nanos = new long[events];
        sandbox.exec("mkdir watched");
        long begin = System.nanoTime();
        try (WatchStream watch = sandbox.files().watch("watched")) {
            SandboxProcess changes = sandbox.start("cd watched && for i in $(seq " + (events + 20)
                    + "); do mkdir $EPOCHREALTIME; read -t 0.02 <> <(:); done");
            for (int i = -20; i < events; i++) {
                FileEvent event = watch.next();
                long now = micros(Instant.now());
                if (i >= 0 && event != null && event.path() != null) {
                    String made = event.path().substring(event.path().lastIndexOf('/') + 1);
                    nanos[i] = (now - Long.parseLong(made.replace(".", ""))) * 1000;
                }
            }
            changes.kill();
        }
        Samples samples = Samples.ofNanos(nanos, Duration.ofNanos(System.nanoTime() - begin));
        return Row.of("watch: change to event", samples, "", "5 ms");
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }

    @Override
    public void close() {
        sandbox.destroy();
    }
}
