package org.cofferdam.web.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes that come in pieces are well-formed UTF-8 (The Unicode Standard, table 3-7). */
public final class Utf8 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private boolean wellFormed = true;
    private int missing;
    private int low = 0x80;
    private int high = 0xbf;

    /** Takes the next bytes; after bytes that were not UTF-8 it does not look at them. */
    public void add(byte[] bytes, int from, int to) {
        int i = from;
        while (wellFormed && i < to) {
            if (missing == 0) {
                i = skipAscii(bytes, i, to);
                if (i < to) {
                    lead(bytes[i++] & 0xff);
                }
            } else {
                continuation(bytes[i++] & 0xff);
            }
        }
    }

    private void lead(int b) {
        low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
        high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
        missing = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
        wellFormed = b >= 0xc2 && b <= 0xf4;
    }

    private void continuation(int b) {
        wellFormed = b >= low && b <= high;
        low = 0x80;
        high = 0xbf;
        missing--;
    }

    /** Whether all bytes so far are UTF-8 and the last character is whole. */
    public boolean whole() {
        return wellFormed && missing == 0;
    }

    /** Whether these bytes by themselves are UTF-8. */
    static boolean isWhole(byte[] bytes, int from, int to) {
        Utf8 check = new Utf8();
        check.add(bytes, from, to);
        return check.whole();
    }

    /** How many bytes at the end, 0 to 3, begin a character that is not whole yet. */
    static int unfinished(byte[] bytes, int from, int to) {
        for (int length = 1; length <= 3 && length <= to - from; length++) {
            if ((bytes[to - length] & 0xc0) != 0x80) {
                Utf8 check = new Utf8();
                check.add(bytes, to - length, to);
                return check.wellFormed && check.missing > 0 ? length : 0;
            }
        }
        return 0;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (i <= to - Long.BYTES && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
            i += Long.BYTES;
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }
}
