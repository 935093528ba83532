package org.cofferdam.persistence.access;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores API keys. Lives as long as a transaction, which its caller begins and ends. */
public final class ApiKeyRepository {

    private final EntityManager entities;

    public ApiKeyRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(ApiKey key) {
        entities.persist(key);
        entities.flush();
    }

    /** The key, but no revoked one. */
    public Optional<ApiKey> findValid(String id) {
        return Optional.ofNullable(entities.find(ApiKey.class, id)).filter(it -> !it.revoked());
    }

    /** Which of these keys are still valid. */
    public List<String> validAmong(Collection<String> ids) {
        return entities.createQuery(
                        "select k.id from ApiKey k where k.id in :ids and k.revokedAt is null", String.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    /**
     * Keys that are not revoked, in the order of their ids.
     *
     * @param after the id before the first, or null
     */
    public List<ApiKey> list(@Nullable String after, int limit) {
        return entities.createQuery(
                        "select k from ApiKey k where k.revokedAt is null and k.id > :after order by k.id",
                        ApiKey.class)
                .setParameter("after", after == null ? "" : after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Whether there is a key that is not revoked. */
    public boolean hasAny() {
        return !list(null, 1).isEmpty();
    }
}
