package org.cofferdam.web.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonSinkTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void jacksonReadsBackEveryText() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(random.nextInt(300), 0, 0x500)
                    .map(c -> c % 5 == 0 ? c % 0x30 : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .append("\"\\\u007f\u2028😀")
                    .toString();
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            int cut = random.nextInt(utf8.length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JsonSink sink = new JsonSink(out, 64 + random.nextInt(100));
            sink.ascii("\"");
            sink.text(utf8, 0, cut);
            sink.text(utf8, cut, utf8.length);
            sink.ascii("\"");
            sink.flush();
            assertThat(JACKSON.readValue(out.toByteArray(), String.class)).isEqualTo(text);
        }
    }

    @Test
    void escapesAsJacksonDoes() throws IOException {
        byte[] ascii = new byte[128];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) i;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonSink sink = new JsonSink(out, 64);
        sink.ascii("\"");
        sink.text(ascii, 0, ascii.length);
        sink.ascii("\"");
        sink.flush();
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualToIgnoringCase(JACKSON.writeValueAsString(new String(ascii, StandardCharsets.US_ASCII)));
    }

    @Test
    void base64PiecesJoin() throws IOException {
        byte[] bytes = new byte[10_000];
        new Random(5).nextBytes(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonSink sink = new JsonSink(out, 100);
        sink.base64(bytes, 0, 999);
        sink.base64(bytes, 999, bytes.length);
        sink.flush();
        assertThat(Base64.getDecoder().decode(out.toByteArray())).isEqualTo(bytes);
    }
}
