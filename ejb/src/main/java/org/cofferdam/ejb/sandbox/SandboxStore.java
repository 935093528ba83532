package org.cofferdam.ejb.sandbox;

import java.util.function.Function;
import org.cofferdam.ejb.database.Transactions;
import org.cofferdam.persistence.pool.WarmContainerRepository;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.persistence.sandbox.SandboxRepository;

/** The sandboxes in the database. */
final class SandboxStore {

    private final Transactions database;
    private final SandboxOwnership ownership;

    SandboxStore(Transactions database, SandboxOwnership ownership) {
        this.database = database;
        this.ownership = ownership;
    }

    /** Work in a transaction of its own; what it returns is detached. */
    <T> T call(Function<SandboxRepository, T> work) {
        return database.call(entities -> work.apply(new SandboxRepository(entities)));
    }

    /** Makes a row; where a container waits that is made so, it becomes the sandbox's in the same transaction. */
    Sandbox add(Sandbox sandbox) {
        return database.call(entities -> {
            ownership.require(entities);
            new WarmContainerRepository(entities)
                    .claim(sandbox.blueprint())
                    .ifPresent(it -> sandbox.adopt(it.id(), it.agentToken()));
            new SandboxRepository(entities).add(sandbox);
            return sandbox;
        });
    }

    /** As {@link #call} for a change, which only the sandbox's owner may make. */
    <T> T change(Function<SandboxRepository, T> work) {
        return database.call(entities -> {
            ownership.require(entities);
            return work.apply(new SandboxRepository(entities));
        });
    }
}
