package org.cofferdam.persistence.access;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import org.cofferdam.protocol.access.KeyInfo;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** What is remembered of an API key: all but its secret. */
@Entity
@Table(name = "api_key")
public class ApiKey {

    private static final int MAX_NAME_LENGTH = 100;

    @Id
    private String id;

    private String name;

    @Convert(converter = RolesConverter.class)
    private Set<Role> roles;

    @Column(name = "secret_sha256")
    private String secretSha256;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected ApiKey() {}

    private ApiKey(KeyText text, NewKey newKey, Instant now) {
        id = text.id();
        name = newKey.name();
        roles = newKey.roles();
        secretSha256 = text.secretSha256();
        createdAt = now;
    }

    /**
     * The key of this text.
     *
     * @throws SandboxException {@code invalid-value} for a bad name or no role
     */
    public static ApiKey create(KeyText text, NewKey newKey, Instant now) {
        if (newKey.name().isBlank() || newKey.name().length() > MAX_NAME_LENGTH) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "A key's name has 1 to " + MAX_NAME_LENGTH + " characters");
        }
        if (newKey.roles().isEmpty()) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "A key has at least one role");
        }
        return new ApiKey(text, newKey, now);
    }

    /** Makes it worthless; again without effect. */
    public void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    public boolean revoked() {
        return revokedAt != null;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Set<Role> roles() {
        return roles;
    }

    public String secretSha256() {
        return secretSha256;
    }

    /** As clients see it. */
    public KeyInfo toInfo() {
        return new KeyInfo(id, name, roles, createdAt, null);
    }

    /** As the client sees it that had it made, and never again. */
    public KeyInfo toInfo(KeyText text) {
        return new KeyInfo(id, name, roles, createdAt, text.reveal());
    }
}
