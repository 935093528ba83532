package org.cofferdam.persistence.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.cofferdam.protocol.access.TicketInfo;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/** What is remembered of a ticket until it is used or too old: all but its secret. */
@Entity
@Table(name = "ticket")
public class Ticket {

    @Id
    @Column(name = "secret_sha256")
    private String secretSha256;

    @Column(name = "key_id")
    private String keyId;

    @Column(name = "sandbox_id")
    private @Nullable String sandboxId;

    @Column(name = "expires_at")
    private Instant expiresAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Ticket() {}

    private Ticket(TicketText text, String keyId, @Nullable SandboxId sandbox, Instant expiresAt) {
        secretSha256 = text.secretSha256();
        this.keyId = keyId;
        sandboxId = sandbox == null ? null : sandbox.value();
        this.expiresAt = expiresAt;
    }

    /** The ticket of this text, for one sandbox or for any. */
    public static Ticket create(TicketText text, String keyId, @Nullable SandboxId sandbox, Instant expiresAt) {
        return new Ticket(text, keyId, sandbox, expiresAt);
    }

    /** The key that it stands for. */
    public String keyId() {
        return keyId;
    }

    /** Whether it opens sockets of this sandbox now. */
    public boolean opens(SandboxId sandbox, Instant now) {
        return now.isBefore(expiresAt) && (sandboxId == null || sandboxId.equals(sandbox.value()));
    }

    /** As the client sees it that had it made. */
    public TicketInfo toInfo(TicketText text) {
        return new TicketInfo(text.reveal(), expiresAt);
    }
}
