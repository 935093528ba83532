package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** The name of a watch, given by the agent. */
public record WatchId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WatchId {
        if (value == null || !value.matches("[0-9a-f]{1,32}")) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Not a watch");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
