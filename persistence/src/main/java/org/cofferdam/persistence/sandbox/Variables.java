package org.cofferdam.persistence.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a sandbox.
 *
 * @param values by name; a null value unsets a variable of the image
 */
public record Variables(Map<String, @Nullable String> values) {

    /** The most characters of all names and values together. */
    public static final int MAX_LENGTH = 128 << 10;

    /** @throws SandboxException {@code too-large}, {@code invalid-environment} */
    public Variables {
        long length = 0;
        for (Map.Entry<String, @Nullable String> variable : values.entrySet()) {
            String value = variable.getValue();
            length += variable.getKey().length() + (value == null ? 0 : value.length());
        }
        if (length > MAX_LENGTH) {
            throw new SandboxException(
                    ErrorCode.TOO_LARGE, "The environment has more than " + MAX_LENGTH + " characters");
        }
        values = Environment.requireValid(values);
    }

    /** These with others added or put in their place. */
    public Variables merged(Map<String, @Nullable String> changes) {
        Map<String, @Nullable String> merged = new LinkedHashMap<>(values);
        merged.putAll(changes);
        return new Variables(merged);
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Variables" + values.keySet();
    }
}
