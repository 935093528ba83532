package org.cofferdam.ejb.sandbox;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.Map;
import java.util.function.Function;
import org.cofferdam.ejb.database.Transactions;
import org.cofferdam.persistence.schema.Schema;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.h2.jdbcx.JdbcDataSource;

/** An H2 in memory, one for all tests, empty for each; it can go away after some more transactions. */
final class MemoryDatabase implements Transactions {

    private static final EntityManagerFactory ENTITIES = start();

    private int transactionsLeft = Integer.MAX_VALUE;

    MemoryDatabase() {
        call(entities -> {
            entities.createNativeQuery("delete from sandbox_label").executeUpdate();
            entities.createNativeQuery("delete from warm_container").executeUpdate();
            return entities.createNativeQuery("delete from sandbox").executeUpdate();
        });
    }

    private static EntityManagerFactory start() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:cofferdam;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        Schema.migrate(h2);
        return Persistence.createEntityManagerFactory(
                "cofferdam",
                Map.of(
                        "jakarta.persistence.transactionType",
                        "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource",
                        h2));
    }

    void leaveAfter(int transactions) {
        transactionsLeft = transactions;
    }

    void comeBack() {
        transactionsLeft = Integer.MAX_VALUE;
    }

    @Override
    public <T> T call(Function<EntityManager, T> work) {
        if (transactionsLeft-- <= 0) {
            throw new SandboxException(ErrorCode.DATABASE_UNAVAILABLE, "The database is away");
        }
        try (EntityManager one = ENTITIES.createEntityManager()) {
            one.getTransaction().begin();
            try {
                T result = work.apply(one);
                one.getTransaction().commit();
                return result;
            } finally {
                if (one.getTransaction().isActive()) {
                    one.getTransaction().rollback();
                }
            }
        }
    }
}
