package org.cofferdam.web.process;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.Signal;

/** The request of {@code POST processes/{pid}/signal}. */
public record SignalRequest(Signal signal) {

    public SignalRequest {
        if (signal == null) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "signal is missing");
        }
    }
}
