package org.cofferdam.protocol.sandbox;

import java.util.Map;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Rules for labels. */
public final class Labels {

    static final int MOST = 64;
    static final int KEY_LENGTH = 63;
    static final int VALUE_LENGTH = 255;

    private Labels() {}

    /**
     * A copy of valid labels.
     *
     * @throws SandboxException {@code invalid-value}
     */
    public static Map<String, String> requireValid(Map<String, String> labels) {
        if (labels.size() > MOST) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "labels has more than " + MOST + " entries");
        }
        labels.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > KEY_LENGTH || key.indexOf(':') >= 0) {
                throw new SandboxException(
                        ErrorCode.INVALID_VALUE, "A label's key has 1 to " + KEY_LENGTH + " characters and no colon");
            }
            if (value == null || value.length() > VALUE_LENGTH) {
                throw new SandboxException(
                        ErrorCode.INVALID_VALUE,
                        "A label's value is a string of at most " + VALUE_LENGTH + " characters");
            }
        });
        return Map.copyOf(labels);
    }
}
