package org.cofferdam.persistence.pool;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.cofferdam.persistence.sandbox.Blueprint;

/** Stores containers that wait for their sandboxes. Lives as long as a transaction, which its caller begins and ends. */
public final class WarmContainerRepository {

    /** That one claim looks at: where so many others were quicker, a cold start is no worse. */
    private static final int CANDIDATES = 32;

    private final EntityManager entities;

    public WarmContainerRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(WarmContainer container) {
        entities.persist(container);
        entities.flush();
    }

    /** Its agent has answered; tells whether it is still wanted. */
    public boolean markReady(String id) {
        return entities.createQuery("update WarmContainer w set w.ready = true where w.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    /**
     * Takes a container that is made so out of the pool, for good; empty when there is none. Of several who want the same one, also through
     * different servers, the database lets one delete it; they begin with different ones, so that they seldom wait for each other.
     */
    public Optional<WarmContainer> claim(Blueprint blueprint) {
        List<WarmContainer> candidates = new ArrayList<>(entities.createQuery(
                        "select w from WarmContainer w where w.ready = true"
                                + " and w.blueprint.image = :image and w.blueprint.network = :network"
                                + " and w.blueprint.limits.cpuMillis = :cpu and w.blueprint.limits.memoryBytes = :memory"
                                + " and w.blueprint.limits.pids = :pids"
                                + " and w.blueprint.limits.diskBytes is not distinct from :disk"
                                + " order by w.madeAt",
                        WarmContainer.class)
                .setParameter("image", blueprint.image())
                .setParameter("network", blueprint.network())
                .setParameter("cpu", blueprint.limits().cpuMillis())
                .setParameter("memory", blueprint.limits().memoryBytes())
                .setParameter("pids", blueprint.limits().pids())
                .setParameter("disk", blueprint.limits().diskBytes())
                .setMaxResults(CANDIDATES)
                .getResultList());
        Collections.shuffle(candidates);
        return candidates.stream().filter(it -> remove(it.id())).findFirst();
    }

    /** Tells whether it was there. */
    public boolean remove(String id) {
        return entities.createQuery("delete from WarmContainer w where w.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    /** All, the oldest first. */
    public List<WarmContainer> all() {
        return entities.createQuery("select w from WarmContainer w order by w.madeAt, w.id", WarmContainer.class)
                .getResultList();
    }
}
