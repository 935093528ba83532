package org.cofferdam.protocol.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a sandbox; null takes the server's default.
 *
 * @param cpuMillis thousandths of a core, at least 10
 * @param memoryBytes at least 128 MiB: the agent lives inside
 * @param pids processes and threads, at least 64
 * @param diskBytes writable space, where the platform can enforce it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceLimits(
        @Nullable Integer cpuMillis,
        @Nullable Long memoryBytes,
        @Nullable Integer pids,
        @Nullable Long diskBytes) implements Serializable {

    public static final ResourceLimits DEFAULTS = new ResourceLimits(null, null, null, null);

    public ResourceLimits {
        atLeast("cpuMillis", cpuMillis, 10);
        atLeast("memoryBytes", memoryBytes, 128L << 20);
        atLeast("pids", pids, 64);
        atLeast("diskBytes", diskBytes, 1L << 20);
    }

    /** These limits, with what is null here taken from {@code defaults}. */
    public ResourceLimits orElse(ResourceLimits defaults) {
        return new ResourceLimits(
                cpuMillis == null ? defaults.cpuMillis : cpuMillis,
                memoryBytes == null ? defaults.memoryBytes : memoryBytes,
                pids == null ? defaults.pids : pids,
                diskBytes == null ? defaults.diskBytes : diskBytes);
    }

    private static void atLeast(String name, @Nullable Number value, long least) {
        if (value != null && value.longValue() < least) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, name + " is at least " + least);
        }
    }
}
