package org.cofferdam.web.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** The one way between JSON and records in this module. Nothing is guessed: unknown and doubled members and wrong types are refused. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
            .build();

    private Json() {}

    /**
     * Reads one JSON value; null when there are no bytes.
     *
     * @throws SandboxException that says what is wrong with it
     * @throws IOException when the bytes do not come
     */
    public static @Nullable Object read(InputStream in, Type type) throws IOException {
        byte[] json = in.readAllBytes();
        if (json.length == 0) {
            return null;
        }
        JavaType javaType = MAPPER.constructType(type);
        try {
            Object value = MAPPER.readerFor(javaType).readValue(json);
            if (value == null) {
                throw JsonFailures.wrongType(javaType.getRawClass(), List.of());
            }
            return value;
        } catch (JsonProcessingException e) {
            SandboxException failure = JsonFailures.explain(e);
            throw unknownField(json, javaType.getRawClass()).orElse(failure);
        }
    }

    /**
     * Reads a JSON object whose type its members tell.
     *
     * @throws SandboxException that says what is wrong with it
     */
    public static ObjectNode object(String json) {
        try {
            return MAPPER.readValue(json, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw JsonFailures.explain(e);
        }
    }

    /**
     * The record that an object's members make.
     *
     * @throws SandboxException that says what is wrong with it
     */
    public static <T extends Record> T convert(ObjectNode object, Class<T> type) {
        try {
            return MAPPER.treeToValue(object, type);
        } catch (JsonProcessingException e) {
            SandboxException failure = JsonFailures.explain(e);
            throw UnknownFields.firstIn(object, type).orElse(failure);
        }
    }

    /** A misspelt member explains more than what its absence led to. */
    private static Optional<SandboxException> unknownField(byte[] json, Class<?> type) throws IOException {
        try {
            return UnknownFields.firstIn(MAPPER.readTree(json), type);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The value that a word of a URL stands for, as it would in JSON. */
    static <T> T ofWord(String word, Class<T> type) {
        try {
            return MAPPER.convertValue(word, type);
        } catch (IllegalArgumentException e) {
            throw e.getCause() instanceof JsonProcessingException cause ? JsonFailures.explain(cause) : e;
        }
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not to be written as JSON: " + value.getClass(), e);
        }
    }
}
