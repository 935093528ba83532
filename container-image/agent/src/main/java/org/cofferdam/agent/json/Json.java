package org.cofferdam.agent.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Records to JSON and back. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_BYTES = 256;

    private Json() {}

    public static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            new JsonWriter(generator).write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Reads a record. Members that it does not have are skipped, for a newer server may say more.
     *
     * @throws SandboxException that which a record's constructor threw, or {@code malformed-request}
     */
    public static <T> T read(byte[] bytes, int offset, Class<T> type) {
        try (JsonParser parser = FACTORY.createParser(bytes, offset, bytes.length - offset)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "The request is no object");
            }
            return type.cast(new JsonReader(parser).readRecord(type));
        } catch (IOException e) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "The request is not JSON", e);
        }
    }
}
