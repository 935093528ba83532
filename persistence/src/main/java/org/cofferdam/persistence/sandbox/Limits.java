package org.cofferdam.persistence.sandbox;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.jspecify.annotations.Nullable;

/** The limits of a sandbox: as {@link ResourceLimits}, but none is left to a default. */
@Embeddable
public record Limits(
        @Column(name = "cpu_millis") int cpuMillis,
        @Column(name = "memory_bytes") long memoryBytes,
        int pids,
        @Column(name = "disk_bytes") @Nullable Long diskBytes) {

    /** These, but for what is asked for. */
    public Limits replacedBy(@Nullable ResourceLimits asked) {
        if (asked == null) {
            return this;
        }
        return new Limits(
                asked.cpuMillis() == null ? cpuMillis : asked.cpuMillis(),
                asked.memoryBytes() == null ? memoryBytes : asked.memoryBytes(),
                asked.pids() == null ? pids : asked.pids(),
                asked.diskBytes() == null ? diskBytes : asked.diskBytes());
    }

    /** As clients see them. */
    public ResourceLimits toResourceLimits() {
        return new ResourceLimits(cpuMillis, memoryBytes, pids, diskBytes);
    }
}
