package org.cofferdam.ejb.sandbox;

import java.util.function.Function;
import org.cofferdam.ejb.database.Transactions;
import org.cofferdam.persistence.sandbox.SandboxRepository;

/** The sandboxes in the database. */
final class SandboxStore {

    private final Transactions database;

    SandboxStore(Transactions database) {
        this.database = database;
    }

    /** Work in a transaction of its own; what it returns is detached. */
    <T> T call(Function<SandboxRepository, T> work) {
        return database.call(entities -> work.apply(new SandboxRepository(entities)));
    }
}
