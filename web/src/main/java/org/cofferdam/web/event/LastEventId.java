package org.cofferdam.web.event;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** The header by which a client says what it saw last (HTML Standard, 9.2.4). */
public final class LastEventId {

    private LastEventId() {}

    /**
     * Its number; what the query says instead when the header is missing or empty.
     *
     * @throws SandboxException {@code invalid-value} when it is not a number
     */
    public static @Nullable Long or(@Nullable String header, @Nullable Long query) {
        if (header == null || header.isEmpty()) {
            return query;
        }
        try {
            return Long.valueOf(header);
        } catch (NumberFormatException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Last-Event-ID is not a position", e);
        }
    }
}
