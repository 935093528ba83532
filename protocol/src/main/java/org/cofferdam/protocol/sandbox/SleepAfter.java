package org.cofferdam.protocol.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** How long a sandbox may be idle before it sleeps: {@code 30s}, {@code 10m}, {@code 2h}, {@code 1d} or {@code never}. */
public record SleepAfter(@JsonValue String value) implements Serializable {

    public static final SleepAfter NEVER = new SleepAfter("never");

    private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,8})(s|m|h|d)");

    /** @throws SandboxException {@code invalid-value} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SleepAfter {
        if (!value.equals("never") && !SYNTAX.matcher(value).matches()) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "sleepAfter is a whole number with a unit s, m, h or d, or never");
        }
    }

    /** The idle time, or empty for {@code never}. */
    public Optional<Duration> duration() {
        Matcher matcher = SYNTAX.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    @Override
    public String toString() {
        return value;
    }
}
