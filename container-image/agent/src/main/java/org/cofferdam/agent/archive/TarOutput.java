package org.cofferdam.agent.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Writes an archive: heads, each followed by as many bytes as it announces, and an end. */
public final class TarOutput {

    private static final byte[] ZEROS = new byte[2 * TarHeader.BYTES];
    private static final long LARGEST_OCTAL = (1L << 33) - 1;
    private static final byte[] PAX_NAME = "pax".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private int padding;

    public TarOutput(OutputStream out) {
        this.out = out;
    }

    public void begin(TarEntry entry) throws IOException {
        pad();
        long modified = entry.modifiedAt().getEpochSecond();
        boolean fits = modified >= 0 && modified <= LARGEST_OCTAL;
        byte[] pax = pax(entry, fits);
        if (pax.length > 0) {
            head(TarHeader.of(PAX_NAME, 'x', 0644, pax.length, 0, new byte[0]), pax.length);
            out.write(pax);
            pad();
        }
        TarHeader header = TarHeader.of(
                entry.name(),
                entry.kind().flag(),
                entry.mode(),
                Math.min(entry.size(), LARGEST_OCTAL),
                fits ? modified : 0,
                entry.target());
        head(header, entry.size());
    }

    private static byte[] pax(TarEntry entry, boolean timeFits) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (entry.name().length > TarHeader.NAME_BYTES) {
            PaxRecords.add(records, "path", entry.name());
        }
        if (entry.target().length > TarHeader.NAME_BYTES) {
            PaxRecords.add(records, "linkpath", entry.target());
        }
        if (entry.size() > LARGEST_OCTAL) {
            PaxRecords.add(records, "size", Long.toString(entry.size()).getBytes(StandardCharsets.US_ASCII));
        }
        if (!timeFits
                || !entry.modifiedAt()
                        .equals(Instant.ofEpochSecond(entry.modifiedAt().getEpochSecond()))) {
            PaxRecords.add(records, "mtime", PaxRecords.time(entry.modifiedAt()));
        }
        return records.toByteArray();
    }

    private void head(TarHeader header, long size) throws IOException {
        out.write(header.block());
        padding = (int) (-size & (TarHeader.BYTES - 1));
    }

    /** Some of the bytes that were announced. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    private void pad() throws IOException {
        out.write(ZEROS, 0, padding);
        padding = 0;
    }

    public void end() throws IOException {
        pad();
        out.write(Arrays.copyOf(ZEROS, 2 * TarHeader.BYTES));
    }
}
