package org.cofferdam.protocol.code;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@code POST code}.
 *
 * @param executionId its name, so that a client whose connection was cut can find it again; generated when null
 * @param code one cell, at most {@value #CODE_LENGTH} characters
 * @param contextId where to run it; the default context of {@code language} when null, which is made on demand
 * @param language when there is no {@code contextId}; {@code python} when null
 * @param env variables for this run only; not every kernel can do this
 * @param stdin the lines that {@code input()} gets; when null a run that asks for input fails at once
 * @param timeoutMillis time after which it is interrupted, and its kernel started anew when that does not help; none when null
 * @param maxOutputBytes how much of its events is kept at most; the server's default when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSpec(
        @Nullable RunId executionId,
        String code,
        @Nullable ContextId contextId,
        @Nullable String language,
        @Nullable Map<String, @Nullable String> env,
        @Nullable String stdin,
        @Nullable Long timeoutMillis,
        @Nullable Long maxOutputBytes) {

    public static final int CODE_LENGTH = 1_000_000;

    public RunSpec {
        if (code == null) {
            throw invalid("code is missing");
        }
        if (code.length() > CODE_LENGTH) {
            throw new SandboxException(ErrorCode.TOO_LARGE, "code is longer than " + CODE_LENGTH + " characters");
        }
        if (contextId != null && language != null) {
            throw invalid("Give contextId or language; a context has its language");
        }
        ContextSpec.requireLanguage(language);
        if (env != null) {
            env = Environment.requireValid(env);
        }
        if (timeoutMillis != null && timeoutMillis < 1) {
            throw invalid("timeoutMillis is at least 1");
        }
        if (maxOutputBytes != null && maxOutputBytes < 1) {
            throw invalid("maxOutputBytes is at least 1");
        }
    }

    public RunSpec withId(RunId id) {
        return new RunSpec(id, code, contextId, language, env, stdin, timeoutMillis, maxOutputBytes);
    }

    private static SandboxException invalid(String detail) {
        return new SandboxException(ErrorCode.INVALID_VALUE, detail);
    }
}
