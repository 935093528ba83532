package org.cofferdam.web.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static final int[] EDGES = {
        0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
        0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    @Test
    void agreesWithTheJdkOnRandomBytesInRandomPieces() {
        Random random = new Random(7);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) EDGES[random.nextInt(EDGES.length)];
            }
            Utf8 check = new Utf8();
            int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            check.add(bytes, 0, cut);
            check.add(bytes, cut, bytes.length);
            assertThat(check.whole()).as("%s", (Object) bytes).isEqualTo(isUtf8(bytes));
        }
    }

    @Test
    void anUnfinishedCharacterIsWhatCompletesToText() {
        byte[] text = "aé€😀".getBytes(StandardCharsets.UTF_8);
        int[] expected = {0, 0, 1, 0, 1, 2, 0, 1, 2, 3, 0};
        for (int length = 0; length <= text.length; length++) {
            assertThat(Utf8.unfinished(text, 0, length)).isEqualTo(expected[length]);
        }
    }

    @Test
    void bytesThatCanNeverBecomeTextAreNotWaitedFor() {
        assertThat(Utf8.unfinished(bytes(0xc0), 0, 1)).isZero();
        assertThat(Utf8.unfinished(bytes(0xed, 0xa0), 0, 2)).isZero();
        assertThat(Utf8.unfinished(bytes(0xf4, 0x90), 0, 2)).isZero();
        assertThat(Utf8.unfinished(bytes(0x80, 0x80, 0x80), 0, 3)).isZero();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
