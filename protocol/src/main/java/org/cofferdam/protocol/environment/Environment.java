package org.cofferdam.protocol.environment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Rules for environment variables; image, sandbox, session and command override each other in this order. */
public final class Environment {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Environment() {}

    /**
     * A copy of valid variables; a null value, which unsets the variable, stays null.
     *
     * @throws SandboxException {@code invalid-environment}; the message names the variable, never its value
     */
    public static Map<String, @Nullable String> requireValid(Map<String, @Nullable String> variables) {
        Map<String, @Nullable String> copy = new LinkedHashMap<>(variables);
        copy.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new SandboxException(ErrorCode.INVALID_ENVIRONMENT, "Not a variable's name: " + printable(name));
            }
            if (name.startsWith("COFFERDAM_")) {
                throw new SandboxException(ErrorCode.INVALID_ENVIRONMENT, name + " is reserved");
            }
            if (value != null && value.indexOf('\0') >= 0) {
                throw new SandboxException(ErrorCode.INVALID_ENVIRONMENT, "The value of " + name + " has a NUL");
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static String printable(String name) {
        String shown = name.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() > 64 ? shown.substring(0, 64) + "…" : shown;
    }
}
