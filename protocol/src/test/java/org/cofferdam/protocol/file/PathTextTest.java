package org.cofferdam.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathTextTest {

    @Test
    void textIsItself() {
        for (String name : new String[] {"", "a b\n", "ünï", "emoji \ud83d\ude00", "\ufffd"}) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            assertThat(PathText.of(bytes)).isEqualTo(name);
            assertThat(PathText.bytes(name)).isEqualTo(bytes);
        }
    }

    @Test
    void bytesThatAreNotTextAreShownOneByOne() {
        byte[] name = {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xe2, (byte) 0x82};
        assertThat(PathText.of(name)).isEqualTo("a\uefff\uefc3b\uefe2\uef82");
    }

    @Test
    void namesThatLookLikeEscapesComeBackToo() {
        byte[] name = "\uef80x".getBytes(StandardCharsets.UTF_8);
        assertThat(PathText.of(name)).isEqualTo("\uefee\uefbe\uef80x");
        assertThat(PathText.bytes(PathText.of(name))).isEqualTo(name);
    }

    @Test
    void everyNameSurvives() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] name = new byte[random.nextInt(12)];
            random.nextBytes(name);
            if (i % 2 == 0) {
                for (int j = 0; j < name.length; j++) {
                    name[j] |= (byte) 0x80;
                }
            }
            String text = PathText.of(name);
            assertThat(PathText.bytes(text)).isEqualTo(name);
            assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }
}
