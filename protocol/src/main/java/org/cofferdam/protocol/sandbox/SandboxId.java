package org.cofferdam.protocol.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** A sandbox's name: {@code [a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?} without {@code --}, for it is part of a host name. */
public record SandboxId(@JsonValue String value) implements Serializable, Comparable<SandboxId> {

    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws SandboxException {@code invalid-sandbox-id} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SandboxId {
        if (!SYNTAX.matcher(value).matches() || value.contains("--")) {
            throw new SandboxException(
                    ErrorCode.INVALID_SANDBOX_ID,
                    "A sandbox id has 1 to 63 characters of a-z, 0-9 and single inner hyphens");
        }
    }

    @Override
    public int compareTo(SandboxId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
