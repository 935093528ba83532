package org.cofferdam.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.cofferdam.agent.archive.TarEntry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive, compressed or not. Whatever is wrong with it is {@code invalid-archive}; an {@link IOException} is the source's. What
 * only root could make (devices), what nobody sends (pipes) and sparse files are refused.
 */
public final class TarInput {

    private static final int LONGEST_EXTRA = 1 << 20;

    private final InputStream in;
    private long left;
    private int padding;

    public TarInput(InputStream in) {
        this.in = in;
    }

    /** The next entry's head, or null at the archive's end. What was not read of the last one's content is skipped. */
    public @Nullable TarEntry next() throws IOException {
        skip(left + padding);
        left = 0;
        padding = 0;
        PaxRecords pax = new PaxRecords();
        byte[] longName = null;
        byte[] longTarget = null;
        while (true) {
            TarHeader header = header();
            if (header == null) {
                return null;
            }
            switch (header.flag()) {
                case 'x' -> pax = PaxRecords.parse(extra(header));
                case 'g' -> PaxRecords.parse(extra(header)); // defaults for all entries: comments, by all that is known
                case 'L' -> longName = untilZero(extra(header));
                case 'K' -> longTarget = untilZero(extra(header));
                case 'V' -> extra(header);
                default -> {
                    return entry(header, pax, longName, longTarget);
                }
            }
        }
    }

    private @Nullable TarHeader header() throws IOException {
        byte[] block = new byte[TarHeader.BYTES];
        int length = in.readNBytes(block, 0, block.length);
        if (length == 0) {
            return null; // without the end's zeros, as some write it
        }
        if (length < block.length) {
            throw InvalidArchive.because("The archive is cut short");
        }
        TarHeader header = new TarHeader(block);
        if (header.isZero()) {
            in.transferTo(OutputStream.nullOutputStream());
            return null;
        }
        header.requireChecksum();
        return header;
    }

    private TarEntry entry(TarHeader header, PaxRecords pax, byte @Nullable [] longName, byte @Nullable [] longTarget) {
        byte[] name = firstOf(pax.get("path"), longName, header.name());
        byte[] target = firstOf(pax.get("linkpath"), longTarget, header.target());
        Kind kind = kind(header.flag(), name);
        long size = kind == Kind.FILE ? pax.size(header.size()) : 0;
        content(size);
        return new TarEntry(name, kind, header.mode(), size, pax.modified(header.modified()), target);
    }

    private static byte[] firstOf(byte @Nullable [] pax, byte @Nullable [] gnu, byte[] plain) {
        if (pax != null) {
            return pax;
        }
        return gnu == null ? plain : gnu;
    }

    private static Kind kind(char flag, byte[] name) {
        return switch (flag) {
            case '0', '\0', '7' -> name.length > 0 && name[name.length - 1] == '/' ? Kind.DIRECTORY : Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.SYMBOLIC_LINK;
            case '5' -> Kind.DIRECTORY;
            case '3', '4' -> throw InvalidArchive.because("The archive has a device");
            case '6' -> throw InvalidArchive.because("The archive has a pipe");
            case 'S' -> throw InvalidArchive.because("The archive has a sparse file; make it without --sparse");
            default -> throw InvalidArchive.because("The archive has an entry of an unknown type, " + (int) flag);
        };
    }

    private byte[] extra(TarHeader header) throws IOException {
        if (header.size() > LONGEST_EXTRA) {
            throw InvalidArchive.because("The head of an entry has more than " + LONGEST_EXTRA + " bytes");
        }
        content(header.size());
        byte[] extra = in.readNBytes((int) left);
        if (extra.length < left) {
            throw InvalidArchive.because("The archive is cut short");
        }
        skip(padding);
        return extra;
    }

    private static byte[] untilZero(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return Arrays.copyOf(bytes, end);
    }

    private void content(long size) {
        left = size;
        padding = (int) (-size & (TarHeader.BYTES - 1));
    }

    /** The next bytes of the entry's content, 0 when there are no more. */
    public int read(byte[] into) throws IOException {
        if (left == 0) {
            return 0;
        }
        int count = in.read(into, 0, (int) Math.min(into.length, left));
        if (count < 0) {
            throw InvalidArchive.because("The archive is cut short");
        }
        left -= count;
        return count;
    }

    private void skip(long bytes) throws IOException {
        byte[] nowhere = new byte[8 << 10];
        long more = bytes;
        while (more > 0) {
            int count = in.read(nowhere, 0, (int) Math.min(nowhere.length, more));
            if (count < 0) {
                throw InvalidArchive.because("The archive is cut short");
            }
            more -= count;
        }
    }
}
