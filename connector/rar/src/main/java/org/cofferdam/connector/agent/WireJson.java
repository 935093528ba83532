package org.cofferdam.connector.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JSON of the wire between server and agent; members that this version does not know are skipped. */
final class WireJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Map<Class<?>, ObjectReader> READERS = new ConcurrentHashMap<>();

    private WireJson() {}

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a record of the wire: " + value.getClass(), e);
        }
    }

    /** @throws IOException when the bytes are not such a record, which only a peer that is none of ours sends */
    static <T> T read(byte[] json, Class<T> type) throws IOException {
        return READERS.computeIfAbsent(type, MAPPER::readerFor).readValue(json);
    }
}
