package org.cofferdam.persistence.sandbox;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.jspecify.annotations.Nullable;

/** Stores sandboxes. Lives as long as a transaction, which its caller begins and ends. */
public final class SandboxRepository {

    private final EntityManager entities;

    public SandboxRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(Sandbox sandbox) {
        entities.persist(sandbox);
        entities.flush();
    }

    /** The sandbox, also one on its way out. */
    public Optional<Sandbox> find(SandboxId id) {
        return Optional.ofNullable(entities.find(Sandbox.class, id.value()));
    }

    /** The sandbox; one on its way out is as good as gone. */
    public Sandbox require(SandboxId id) {
        return find(id).filter(it -> it.state() != SandboxState.DESTROYED).orElseThrow(() -> notFound(id));
    }

    static SandboxException notFound(SandboxId id) {
        return new SandboxException(ErrorCode.SANDBOX_NOT_FOUND, "There is no sandbox " + id);
    }

    /** The sandbox that lives in a container. */
    public Optional<SandboxId> ofContainer(String container) {
        return entities.createQuery("select s.id from Sandbox s where s.container = :container", String.class)
                .setParameter("container", container)
                .getResultStream()
                .findAny()
                .map(SandboxId::new);
    }

    public void remove(Sandbox sandbox) {
        entities.remove(sandbox);
    }

    /**
     * Sandboxes as clients see them in the order of their ids, but none on its way out. Their environments, which may be large, are
     * not read.
     *
     * @param labels that they must have
     * @param state that they must be in, or null
     * @param after the id before the first, or null
     */
    public List<SandboxInfo> list(
            Map<String, String> labels, @Nullable SandboxState state, @Nullable SandboxId after, int limit) {
        return new SandboxListing(entities).list(labels, state, after, limit);
    }

    /** How every sandbox stands, also those on their way out. */
    public List<SandboxStanding> standings() {
        return entities.createQuery(
                        "select s.id, s.container, s.desired, s.state, s.launched from Sandbox s order by s.id",
                        Object[].class)
                .getResultStream()
                .map(row -> new SandboxStanding(
                        new SandboxId((String) row[0]),
                        (String) row[1],
                        (DesiredState) row[2],
                        (SandboxState) row[3],
                        (boolean) row[4]))
                .toList();
    }

    /** Notes for all of these, in one statement, that they were in use until about {@code at}. */
    public void touch(Collection<SandboxId> ids, Instant at) {
        entities.createQuery("update Sandbox s set s.lastActiveAt = :at where s.id in :ids")
                .setParameter("at", at)
                .setParameter("ids", ids.stream().map(SandboxId::value).toList())
                .executeUpdate();
    }
}
