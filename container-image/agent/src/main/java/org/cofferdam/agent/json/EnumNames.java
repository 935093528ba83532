package org.cofferdam.agent.json;

import java.util.Locale;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.Signal;

/** What constants are called on the wire: {@code timed-out}; only signals keep their names. */
final class EnumNames {

    private EnumNames() {}

    static String of(Enum<?> constant) {
        return constant instanceof Signal
                ? constant.name()
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Object find(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (of((Enum<?>) constant).equals(name)) {
                return constant;
            }
        }
        throw new SandboxException(ErrorCode.INVALID_VALUE, "Not one of " + type.getSimpleName() + "'s names");
    }
}
