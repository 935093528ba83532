package org.cofferdam.persistence.sandbox;

import java.util.Map;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SleepAfter;

/** A sandbox to be made, with every default filled in. */
public record NewSandbox(
        SandboxId id,
        String image,
        Variables env,
        Map<String, String> labels,
        SleepAfter sleepAfter,
        Limits limits,
        NetworkMode network) {

    public NewSandbox {
        if (image.isBlank() || image.length() > Sandbox.MAX_IMAGE_LENGTH) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "image has 1 to " + Sandbox.MAX_IMAGE_LENGTH + " characters");
        }
    }
}
