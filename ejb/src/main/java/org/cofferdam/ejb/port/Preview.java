package org.cofferdam.ejb.port;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.cofferdam.persistence.port.ExposedPort;
import org.cofferdam.protocol.port.PortInfo;
import org.cofferdam.protocol.port.PortVisibility;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/** An exposed port, as it is held in memory. */
public record Preview(
        SandboxId sandbox,
        int port,
        @Nullable String name,
        String label,
        String token,
        PortVisibility visibility,
        boolean wake,
        String host,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    static Preview of(ExposedPort it) {
        return new Preview(
                it.sandbox(),
                it.port(),
                it.name(),
                it.label(),
                it.token(),
                it.visibility(),
                it.wake(),
                it.host(),
                it.createdAt(),
                it.expiresAt());
    }

    /** Whether a label is this one's now; takes as long for a near miss as for a far one. */
    boolean opens(String asked, Instant now) {
        boolean same = MessageDigest.isEqual(bytes(label), bytes(asked));
        return same && (expiresAt == null || now.isBefore(expiresAt));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As clients see it. */
    PortInfo toInfo(PreviewSettings settings) {
        return new PortInfo(port, name, settings.url(label), token, visibility, wake, host, createdAt, expiresAt);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Preview[" + port + " of " + sandbox + "]";
    }
}
