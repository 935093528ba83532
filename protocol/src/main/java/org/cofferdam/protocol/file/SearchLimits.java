package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * How much a search may find and take. Where one is reached the search ends, and says so.
 *
 * @param matches lines or files found, or replacements made; 1 to 100,000, and 1000 when null (100,000 for replacements)
 * @param files looked at; 100,000 when null
 * @param bytes read; 1 GiB when null
 * @param millis 1 to 30,000, and 10,000 when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchLimits(
        @Nullable Integer matches,
        @Nullable Long files,
        @Nullable Long bytes,
        @Nullable Long millis) {

    public static final SearchLimits USUAL = new SearchLimits(null, null, null, null);

    /** The most matches. */
    public static final int MOST_MATCHES = 100_000;

    /** The longest time. */
    public static final long MOST_MILLIS = 30_000;

    public SearchLimits {
        requireRange("matches", matches, MOST_MATCHES);
        requireRange("files", files, Long.MAX_VALUE);
        requireRange("bytes", bytes, Long.MAX_VALUE);
        requireRange("millis", millis, MOST_MILLIS);
    }

    private static void requireRange(String name, @Nullable Number value, long most) {
        if (value != null && (value.longValue() < 1 || value.longValue() > most)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "limits." + name + " is 1 to " + most);
        }
    }
}
