package org.cofferdam.web.json;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Rules for whole request bodies. */
public final class Bodies {

    private Bodies() {}

    /** @throws SandboxException {@code malformed-request} when the request has no body */
    public static <T> T require(@Nullable T body) {
        if (body == null) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "The request has no body; send a JSON object");
        }
        return body;
    }
}
