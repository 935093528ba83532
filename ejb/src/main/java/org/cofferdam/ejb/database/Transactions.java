package org.cofferdam.ejb.database;

import jakarta.persistence.EntityManager;
import java.util.function.Function;

/** The way to the database for logic that is not a bean: {@link Database} in the server, a database of their own in tests. */
public interface Transactions {

    /**
     * Does the work in a transaction of its own and commits it; what it returns is detached.
     *
     * @throws org.cofferdam.protocol.error.SandboxException of the work itself; {@code database-unavailable}, {@code busy}
     */
    <T> T call(Function<EntityManager, T> work);
}
