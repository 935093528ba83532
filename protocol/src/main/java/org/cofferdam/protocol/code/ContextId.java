package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** A context's name within its sandbox: 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit. */
public record ContextId(@JsonValue String value) implements Serializable {

    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws SandboxException {@code invalid-value} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ContextId {
        if (!SYNTAX.matcher(value).matches()) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "A context id has 1 to 64 characters of A-Z a-z 0-9 . _ -");
        }
    }

    /** A new random id. */
    public static ContextId random() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return new ContextId("c" + HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
