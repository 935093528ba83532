package org.cofferdam.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputDataTest {

    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Test
    void readsWhatJacksonWrites() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(200), 0, 0x110000)
                    .map(c -> c % 3 == 0 ? c % 128 : c)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(OutputData.decode(json(Transport.JSON, text))).isEqualTo(text.getBytes(UTF_8));
            assertThat(OutputData.decode(json(ASCII, text))).isEqualTo(text.getBytes(UTF_8));
        }
    }

    private static byte[] json(JsonMapper mapper, String text) throws JsonProcessingException {
        return ("{\"data\":" + mapper.writeValueAsString(text) + "}").getBytes(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"data":"a/b\\/\\u0041"}          | a/b/A
            { "data" : "spaced" }             | spaced
            {"more":1,"data":"other order"}   | other order
            {"data":"first","more":"x"}       | first
            {"dataBase64":"w6Q="}             | ä
            {"more":1, "dataBase64":"w6Q="}   | ä
            """)
    void readsOtherShapes(String json, String expected) throws Exception {
        assertThat(OutputData.decode(json.getBytes(UTF_8))).isEqualTo(expected.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"data\":\"", "{\"data\":\"\\x\"}", "{\"data\":\"\\u00\"}", "{\"dataBase64\":\"?\"}"})
    void refusesWhatIsNotJson(String json) {
        assertThatThrownBy(() -> OutputData.decode(json.getBytes(UTF_8)));
    }
}
