package org.cofferdam.persistence.port;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.port.PortVisibility;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/** A port that has a preview URL. The token is kept as it is, for the URL is shown again. */
@Entity
@Table(name = "exposed_port")
public class ExposedPort {

    /** A label of a host name (RFC 1035). */
    private static final int MAX_LABEL_LENGTH = 63;

    @EmbeddedId
    private Key key;

    private @Nullable String name;
    private String token;

    @Enumerated(EnumType.STRING)
    private PortVisibility visibility;

    private boolean wake;
    private @Nullable String host;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    /** Which port of which sandbox. */
    @Embeddable
    record Key(@Column(name = "sandbox_id") String sandboxId, int port) implements Serializable {}

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected ExposedPort() {}

    private ExposedPort(SandboxId sandbox, PortSpec spec, Instant now) {
        key = new Key(sandbox.value(), spec.port());
        token = PortToken.random();
        createdAt = now;
        apply(spec, now);
    }

    /**
     * A port as the spec wants it.
     *
     * @throws SandboxException {@code preview-name-too-long}; {@code invalid-value} when it would have ended already
     */
    public static ExposedPort expose(SandboxId sandbox, PortSpec spec, Instant now) {
        return new ExposedPort(sandbox, spec, now);
    }

    /** What the spec says holds from now on; the token stays unless it says otherwise. */
    public final void apply(PortSpec spec, Instant now) {
        if (spec.expiresAt() != null && !spec.expiresAt().isAfter(now)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "expiresAt is over already");
        }
        String newToken = spec.rotate() ? PortToken.random() : Objects.requireNonNullElse(spec.token(), token);
        requireFits(newToken);
        token = newToken;
        name = spec.name();
        visibility = Objects.requireNonNullElse(spec.visibility(), PortVisibility.TOKEN);
        wake = !Boolean.FALSE.equals(spec.wake());
        host = spec.host();
        expiresAt = spec.expiresAt();
    }

    private void requireFits(String newToken) {
        int length = label(newToken).length();
        if (length > MAX_LABEL_LENGTH) {
            int longest = key.sandboxId().length() - (length - MAX_LABEL_LENGTH);
            throw new SandboxException(
                    ErrorCode.PREVIEW_NAME_TOO_LONG,
                    "PORT-SANDBOX-TOKEN is a label of a host name and has " + MAX_LABEL_LENGTH
                            + " characters at most, not " + length,
                    "With this token the sandbox's id may have " + longest
                            + " characters. Give a shorter token, or use fetch/" + key.port() + ", which needs no URL.",
                    null);
        }
    }

    private String label(String withToken) {
        return key.port() + "-" + key.sandboxId() + "-" + withToken;
    }

    /** The first label of its host name. */
    public String label() {
        return label(token);
    }

    public SandboxId sandbox() {
        return new SandboxId(key.sandboxId());
    }

    public int port() {
        return key.port();
    }

    public @Nullable String name() {
        return name;
    }

    public String token() {
        return token;
    }

    public PortVisibility visibility() {
        return visibility;
    }

    public boolean wake() {
        return wake;
    }

    /** What the application gets as its Host, or {@link PortSpec#PREVIEW_HOST}. */
    public String host() {
        return host == null ? "localhost:" + key.port() : host;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant expiresAt() {
        return expiresAt;
    }
}
