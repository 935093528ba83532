package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * The request that makes a context.
 *
 * @param id generated when null
 * @param language of a kernel that the image has, {@code python} when null
 * @param cwd where the kernel starts; the sandbox's working directory when null
 * @param env variables on top of the sandbox's; null as a value unsets one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContextSpec(
        @Nullable ContextId id,
        @Nullable String language,
        @Nullable String cwd,
        @Nullable Map<String, @Nullable String> env) {

    public static final String DEFAULT_LANGUAGE = "python";

    public static final ContextSpec DEFAULTS = new ContextSpec(null, null, null, null);

    public ContextSpec {
        requireLanguage(language);
        if (cwd != null && (cwd.isEmpty() || cwd.indexOf('\0') >= 0)) {
            throw new SandboxException(ErrorCode.INVALID_PATH, "cwd is empty or has a NUL");
        }
        if (env != null) {
            env = Environment.requireValid(env);
        }
    }

    /** @throws SandboxException {@code invalid-value} */
    static void requireLanguage(@Nullable String language) {
        if (language != null && !language.matches("[A-Za-z0-9][A-Za-z0-9+#._-]{0,31}")) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "language is 1 to 32 characters of A-Z a-z 0-9 + # . _ -");
        }
    }

    public String languageOrDefault() {
        return language == null ? DEFAULT_LANGUAGE : language;
    }
}
