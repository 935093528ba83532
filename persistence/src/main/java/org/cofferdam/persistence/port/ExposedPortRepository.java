package org.cofferdam.persistence.port;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.cofferdam.protocol.sandbox.SandboxId;

/** Stores exposed ports. Lives as long as a transaction, which its caller begins and ends. */
public final class ExposedPortRepository {

    private final EntityManager entities;

    public ExposedPortRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(ExposedPort port) {
        entities.persist(port);
        entities.flush();
    }

    public Optional<ExposedPort> find(SandboxId sandbox, int port) {
        return Optional.ofNullable(entities.find(ExposedPort.class, new ExposedPort.Key(sandbox.value(), port)));
    }

    public void remove(ExposedPort port) {
        entities.remove(port);
    }

    /** All ports of all sandboxes. */
    public List<ExposedPort> all() {
        return entities.createQuery("select p from ExposedPort p", ExposedPort.class)
                .getResultList();
    }
}
