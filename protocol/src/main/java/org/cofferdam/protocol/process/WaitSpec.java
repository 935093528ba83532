package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * What to wait for: exactly one of {@code exit}, {@code log}, {@code port}.
 *
 * @param timeoutMillis 1 to 86,400,000; a minute when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitSpec(
        @Nullable Boolean exit,
        @Nullable Log log,
        @Nullable Port port,
        @Nullable Long timeoutMillis) {

    public static final long DEFAULT_TIMEOUT_MILLIS = 60_000;

    public WaitSpec {
        int given = (Boolean.TRUE.equals(exit) ? 1 : 0) + (log == null ? 0 : 1) + (port == null ? 0 : 1);
        if (given != 1) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Wait for exactly one of exit, log and port");
        }
        if (timeoutMillis != null && (timeoutMillis < 1 || timeoutMillis > 86_400_000)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "timeoutMillis is 1 to 86400000");
        }
    }

    public long timeoutMillisOrDefault() {
        return timeoutMillis == null ? DEFAULT_TIMEOUT_MILLIS : timeoutMillis;
    }

    /**
     * A line of output, old output included.
     *
     * @param pattern text that the line contains, or a regular expression (java.util.regex) found in it
     */
    public record Log(String pattern, boolean regex) {
        public Log {
            if (pattern == null || pattern.isEmpty()) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "log.pattern is not empty");
            }
            if (regex) {
                try {
                    java.util.regex.Pattern.compile(pattern);
                } catch (java.util.regex.PatternSyntaxException e) {
                    throw new SandboxException(ErrorCode.INVALID_VALUE, "log.pattern: " + e.getDescription(), e);
                }
            }
        }
    }

    /**
     * A port of the sandbox's loopback.
     *
     * @param mode {@code tcp} (it accepts a connection, the default) or {@code http} (it answers {@code path} with {@code status})
     * @param path {@code /} when null
     * @param status any below 400 when null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Port(
            int port,
            @Nullable String mode,
            @Nullable String path,
            @Nullable Integer status) {
        public Port {
            if (port < 1 || port > 65535) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "port is 1 to 65535");
            }
            if (mode != null && !mode.equals("tcp") && !mode.equals("http")) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "port.mode is tcp or http");
            }
        }

        public boolean http() {
            return "http".equals(mode);
        }
    }
}
