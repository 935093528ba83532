package org.cofferdam.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The 512 bytes before an entry's content (ustar, POSIX.1-2017, pax). */
final class TarHeader {

    static final int BYTES = 512;
    static final int NAME_BYTES = 100;

    private static final int MODE = 100;
    private static final int UID = 108;
    private static final int GID = 116;
    private static final int SIZE = 124;
    private static final int MODIFIED = 136;
    private static final int CHECKSUM = 148;
    private static final int FLAG = 156;
    private static final int TARGET = 157;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_BYTES = 155;
    private static final byte[] USTAR = "ustar\00000".getBytes(StandardCharsets.US_ASCII);

    private final byte[] block;

    TarHeader(byte[] block) {
        this.block = block;
    }

    static TarHeader of(byte[] name, char flag, int mode, long size, long modified, byte[] target) {
        TarHeader header = new TarHeader(new byte[BYTES]);
        header.put(0, name);
        header.octal(MODE, 8, mode);
        header.octal(UID, 8, 0);
        header.octal(GID, 8, 0);
        header.octal(SIZE, 12, size);
        header.octal(MODIFIED, 12, modified);
        header.block[FLAG] = (byte) flag;
        header.put(TARGET, target);
        header.put(MAGIC, USTAR);
        header.octal(CHECKSUM, 7, header.sum(0xff));
        header.block[CHECKSUM + 7] = ' ';
        return header;
    }

    private void put(int at, byte[] bytes) {
        System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, NAME_BYTES));
    }

    private void octal(int at, int length, long value) {
        String digits = Long.toOctalString(value);
        Arrays.fill(block, at, at + length - 1, (byte) '0');
        byte[] ascii = digits.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, block, at + length - 1 - ascii.length, ascii.length);
    }

    byte[] block() {
        return block;
    }

    boolean isZero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    void requireChecksum() {
        long expected = number(CHECKSUM, 8, "checksum");
        if (expected != sum(0xff) && expected != sum(-1)) { // some old ones added signed bytes
            throw InvalidArchive.because("Not a tar archive: a header's checksum is wrong");
        }
    }

    /** The sum of all bytes, those of the checksum counted as blanks. */
    private int sum(int mask) {
        int sum = 0;
        for (int i = 0; i < BYTES; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & mask;
        }
        return sum;
    }

    byte[] name() {
        byte[] name = text(0, NAME_BYTES);
        boolean ustar = Arrays.equals(block, MAGIC, MAGIC + 6, USTAR, 0, 6);
        if (!ustar || block[PREFIX] == 0) {
            return name;
        }
        byte[] prefix = text(PREFIX, PREFIX_BYTES);
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return whole;
    }

    byte[] target() {
        return text(TARGET, NAME_BYTES);
    }

    private byte[] text(int at, int most) {
        int end = at;
        while (end < at + most && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, at, end);
    }

    char flag() {
        return (char) (block[FLAG] & 0xff);
    }

    int mode() {
        return (int) number(MODE, 8, "mode") & 07777;
    }

    long size() {
        long size = number(SIZE, 12, "size");
        if (size < 0) {
            throw InvalidArchive.because("An entry has a negative size");
        }
        return size;
    }

    long modified() {
        return number(MODIFIED, 12, "time");
    }

    /** Octal digits, or where the first bit is set the number itself (GNU). */
    private long number(int at, int length, String what) {
        if (block[at] < 0) {
            long value = (block[at] & 0x40) != 0 ? -1 : block[at] & 0x3f;
            for (int i = at + 1; i < at + length; i++) {
                if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                    throw InvalidArchive.because("An entry's " + what + " is too large");
                }
                value = value << 8 | (block[i] & 0xff);
            }
            return value;
        }
        String digits = new String(block, at, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw InvalidArchive.because("An entry's " + what + " is no number");
        }
    }
}
