package org.cofferdam.agent.code;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, each as the bytes that it came in, without line ends: what a kernel shows is passed on unread. */
final class JsonMembers {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, byte[]> members = new LinkedHashMap<>();

    private JsonMembers() {}

    /** @throws IOException when it is no object */
    static JsonMembers of(byte[] json) throws IOException {
        JsonMembers found = new JsonMembers();
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("Not an object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                found.members.put(name, slice(parser, value, json));
            }
        }
        return found;
    }

    private static byte[] slice(JsonParser parser, JsonToken value, byte[] json) throws IOException {
        if (value != JsonToken.START_OBJECT && value != JsonToken.START_ARRAY && value != JsonToken.VALUE_STRING) {
            return parser.getText().getBytes(StandardCharsets.UTF_8);
        }
        int begin = (int) parser.currentTokenLocation().getByteOffset();
        if (value == JsonToken.VALUE_STRING) {
            parser.finishToken();
        } else {
            parser.skipChildren();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - begin);
        for (int i = begin; i < end; i++) {
            byte b = json[i];
            out.write(b == '\n' || b == '\r' ? ' ' : b); // only between values: inside strings they are escaped
        }
        return out.toByteArray();
    }

    /** Its JSON; null when it is missing or null. */
    byte @Nullable [] raw(String name) {
        byte[] value = members.get(name);
        return value == null || (value.length == 4 && value[0] == 'n') ? null : value;
    }

    /** A string's text, a number's digits; empty when it is missing. */
    String text(String name) {
        byte[] value = raw(name);
        if (value == null) {
            return "";
        }
        if (value[0] != '"') {
            return new String(value, StandardCharsets.UTF_8);
        }
        try (JsonParser parser = FACTORY.createParser(value)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            return "";
        }
    }

    /** An object's members; none when it is missing. */
    JsonMembers object(String name) throws IOException {
        byte[] value = raw(name);
        return value == null ? new JsonMembers() : of(value);
    }
}
