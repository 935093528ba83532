package org.cofferdam.persistence.sandbox;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;

/** What a container is made of: where two agree, a sandbox cannot tell one container from the other. */
@Embeddable
public record Blueprint(
        String image,
        @Enumerated(EnumType.STRING) NetworkMode network,
        @Embedded Limits limits) {

    private static final int MAX_IMAGE_LENGTH = 512;

    /** @throws SandboxException {@code invalid-value} */
    public Blueprint {
        if (!isImage(image)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "image has 1 to " + MAX_IMAGE_LENGTH + " characters");
        }
    }

    /** Whether it could be an image reference. */
    public static boolean isImage(String text) {
        return !text.isBlank() && text.length() <= MAX_IMAGE_LENGTH;
    }
}
