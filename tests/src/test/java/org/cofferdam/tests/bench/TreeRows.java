package org.cofferdam.tests.bench;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.UUID;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;

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

    @Override
    public void close() {
        sandbox.destroy();
    }
}
