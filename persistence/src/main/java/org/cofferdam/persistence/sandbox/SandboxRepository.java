package org.cofferdam.persistence.sandbox;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;
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

    public void remove(Sandbox sandbox) {
        entities.remove(sandbox);
    }

    /**
     * Sandboxes in the order of their ids, but none on its way out.
     *
     * @param labels that they must have
     * @param state that they must be in, or null
     * @param after the id before the first, or null
     */
    public List<Sandbox> list(
            Map<String, String> labels, @Nullable SandboxState state, @Nullable SandboxId after, int limit) {
        StringBuilder joins = new StringBuilder();
        StringBuilder where = new StringBuilder(" where s.state <> :gone");
        if (state != null) {
            where.append(" and s.state = :state");
        }
        if (after != null) {
            where.append(" and s.id > :after");
        }
        List<Map.Entry<String, String>> wanted = List.copyOf(labels.entrySet());
        for (int i = 0; i < wanted.size(); i++) {
            joins.append(" join s.labels l").append(i);
            where.append(" and key(l%1$d) = :key%1$d and value(l%1$d) = :value%1$d".formatted(i));
        }
        TypedQuery<Sandbox> query =
                entities.createQuery("select s from Sandbox s" + joins + where + " order by s.id", Sandbox.class);
        query.setParameter("gone", SandboxState.DESTROYED);
        if (state != null) {
            query.setParameter("state", state);
        }
        if (after != null) {
            query.setParameter("after", after.value());
        }
        for (int i = 0; i < wanted.size(); i++) {
            query.setParameter("key" + i, wanted.get(i).getKey());
            query.setParameter("value" + i, wanted.get(i).getValue());
        }
        return query.setMaxResults(limit).getResultList();
    }

    /** How every sandbox stands, also those on their way out. */
    public List<SandboxStanding> standings() {
        return entities.createQuery(
                        "select s.id, s.desired, s.state, s.launched from Sandbox s order by s.id", Object[].class)
                .getResultStream()
                .map(row -> new SandboxStanding(
                        new SandboxId((String) row[0]), (DesiredState) row[1], (SandboxState) row[2], (boolean) row[3]))
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
