package org.cofferdam.agent.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** The records of the protocol as JSON. */
final class Json {

    /** A newer server may say more than this agent knows; it has checked what it got from outside. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private Json() {}

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws SandboxException that which a record's constructor threw, or {@code malformed-request} */
    static <T> T read(byte[] bytes, int offset, Class<T> type) {
        try {
            T value = MAPPER.readValue(bytes, offset, bytes.length - offset, type);
            if (value == null) {
                throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "The request is null");
            }
            return value;
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof SandboxException refused) {
                throw refused;
            }
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "Not a " + type.getSimpleName(), e);
        } catch (IOException e) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "Not JSON", e);
        }
    }
}
