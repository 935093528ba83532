package org.cofferdam.agent.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Reads values of the types that the protocol's records have. */
final class JsonReader {

    private final JsonParser json;

    JsonReader(JsonParser json) {
        this.json = json;
    }

    /** The parser is at the object's begin, and afterwards at its end. */
    Object readRecord(Class<?> type) throws IOException {
        RecordShape shape = RecordShape.of(type);
        @Nullable Object[] components = new Object[shape.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = absent(shape.type(i));
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            int index = shape.index(json.currentName());
            json.nextToken();
            if (index < 0) {
                json.skipChildren();
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                components[index] = readValue(shape.type(index));
            }
        }
        return shape.make(components);
    }

    private static @Nullable Object absent(Type type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? 0L : null;
    }

    private Object readValue(Type type) throws IOException {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? readList(generic.getActualTypeArguments()[0])
                    : readMap(generic.getActualTypeArguments()[1]);
        }
        if (type == String.class) {
            return require(JsonToken.VALUE_STRING).getText();
        }
        if (type == int.class || type == Integer.class) {
            return require(JsonToken.VALUE_NUMBER_INT).getIntValue();
        }
        if (type == long.class || type == Long.class) {
            return require(JsonToken.VALUE_NUMBER_INT).getLongValue();
        }
        if (type == boolean.class || type == Boolean.class) {
            return json.getBooleanValue();
        }
        return readClass((Class<?>) type);
    }

    private Object readClass(Class<?> type) throws IOException {
        if (type.isEnum()) {
            return EnumNames.find(type, require(JsonToken.VALUE_STRING).getText());
        }
        RecordShape shape = RecordShape.of(type);
        if (shape.isScalar()) {
            return shape.make(new Object[] {require(JsonToken.VALUE_STRING).getText()});
        }
        require(JsonToken.START_OBJECT);
        return readRecord(type);
    }

    private List<Object> readList(Type element) throws IOException {
        require(JsonToken.START_ARRAY);
        List<Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(readValue(element));
        }
        return items;
    }

    private Map<String, @Nullable Object> readMap(Type value) throws IOException {
        require(JsonToken.START_OBJECT);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            boolean absent = json.nextToken() == JsonToken.VALUE_NULL;
            members.put(name, absent ? null : readValue(value));
        }
        return members;
    }

    private JsonParser require(JsonToken token) {
        if (json.currentToken() != token) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "A member is of the wrong type");
        }
        return json;
    }
}
