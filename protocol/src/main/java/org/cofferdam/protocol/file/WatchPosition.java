package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** A position among the events of a watch, as clients see it: {@code 5f3a.17}, the {@code id} of a server-sent event. */
public record WatchPosition(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WatchPosition {
        if (value == null || !value.matches("[0-9a-f]{1,32}\\.[0-9]{1,18}")) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Not a position of a watch");
        }
    }

    public static WatchPosition of(WatchId watch, long number) {
        return new WatchPosition(watch + "." + number);
    }

    public WatchId watch() {
        return new WatchId(value.substring(0, value.indexOf('.')));
    }

    /** The number of the last event seen. */
    public long number() {
        return Long.parseLong(value.substring(value.indexOf('.') + 1));
    }

    @Override
    public String toString() {
        return value;
    }
}
