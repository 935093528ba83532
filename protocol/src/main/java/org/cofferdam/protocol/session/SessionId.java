package org.cofferdam.protocol.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** A session's name within its sandbox: 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}; {@code default} is made on first use. */
public record SessionId(@JsonValue String value) implements Serializable {

    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public static final SessionId DEFAULT = new SessionId("default");

    /** @throws SandboxException {@code invalid-value} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {
        if (!SYNTAX.matcher(value).matches()) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "A session id has 1 to 64 characters of A-Z a-z 0-9 . _ -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
