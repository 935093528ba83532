package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** The name of a watch, given by the server. */
public record WatchId(@JsonValue String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WatchId {
        if (value == null || !value.matches("[0-9a-f]{1,32}")) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Not a watch");
        }
    }

    /** A new random id. */
    public static WatchId random() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return new WatchId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
