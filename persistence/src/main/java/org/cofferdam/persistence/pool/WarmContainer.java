package org.cofferdam.persistence.pool;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.cofferdam.persistence.access.RandomSecret;
import org.cofferdam.persistence.sandbox.Blueprint;
import org.cofferdam.protocol.template.TemplateId;

/**
 * A container that waits for its sandbox. Its row is committed before the platform is asked for it, says READY when its agent has
 * answered, and becomes part of the sandbox's row in the transaction that makes that: so no two sandboxes get the same.
 */
@Entity
@Table(name = "warm_container")
public class WarmContainer {

    /** No sandbox's id contains two hyphens in a row. */
    private static final String PREFIX = "warm--";

    private static final int RANDOM_BYTES = 8;

    @Id
    private String id;

    private String template;

    @Embedded
    private Blueprint blueprint;

    @Column(name = "agent_token")
    private String agentToken;

    @Column(name = "made_by")
    private String madeBy;

    @Column(name = "made_at")
    private Instant madeAt;

    private boolean ready;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected WarmContainer() {}

    private WarmContainer(TemplateId template, Blueprint blueprint, String madeBy, Instant madeAt) {
        byte[] random = new byte[RANDOM_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        id = PREFIX + HexFormat.of().formatHex(random);
        this.template = template.value();
        this.blueprint = blueprint;
        this.madeBy = madeBy;
        this.madeAt = madeAt;
        agentToken = RandomSecret.next();
    }

    /** One that is to be made, with a fresh secret between server and agent. */
    public static WarmContainer create(TemplateId template, Blueprint blueprint, String server, Instant now) {
        return new WarmContainer(template, blueprint, server, now);
    }

    /** Whether a container's name is one that only this class gives. */
    public static boolean isName(String container) {
        return container.startsWith(PREFIX);
    }

    /** The container's name. */
    public String id() {
        return id;
    }

    public TemplateId template() {
        return new TemplateId(template);
    }

    public Blueprint blueprint() {
        return blueprint;
    }

    /** The secret that its agent asks for. */
    public String agentToken() {
        return agentToken;
    }

    /** The server that starts it. */
    public String madeBy() {
        return madeBy;
    }

    public Instant madeAt() {
        return madeAt;
    }

    /** Whether its agent has answered. */
    public boolean ready() {
        return ready;
    }
}
