package org.cofferdam.persistence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.cofferdam.persistence.schema.Schema;
import org.h2.jdbcx.JdbcDataSource;

/** A database of the kinds that Cofferdam runs on; each is started when first used and gone with the tests' JVM. */
public final class TestDatabase {

    private final String name;
    private final DataSource dataSource;
    private final EntityManagerFactory entities;

    private TestDatabase(String name, DataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
        Schema.migrate(dataSource);
        entities = Persistence.createEntityManagerFactory(
                "cofferdam",
                Map.of(
                        "jakarta.persistence.transactionType",
                        "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource",
                        dataSource));
    }

    private static final class H2 {
        static final TestDatabase STARTED = new TestDatabase("H2", start());

        private static DataSource start() {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:cofferdam;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                    + ";DB_CLOSE_DELAY=-1");
            return h2;
        }
    }

    private static final class PostgreSql {
        static final TestDatabase STARTED = new TestDatabase("PostgreSQL", start());

        private static DataSource start() {
            try {
                return EmbeddedPostgres.start().getPostgresDatabase();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One of each kind. */
    public static Stream<TestDatabase> all() {
        return Stream.of(H2.STARTED, PostgreSql.STARTED);
    }

    @Override
    public String toString() {
        return name;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** Work in a transaction of its own. */
    public <T> T call(Function<EntityManager, T> work) {
        try (EntityManager one = entities.createEntityManager()) {
            one.getTransaction().begin();
            T result = work.apply(one);
            one.getTransaction().commit();
            return result;
        }
    }

    /** Work in a transaction of its own. */
    public void run(Consumer<EntityManager> work) {
        call(one -> {
            work.accept(one);
            return true;
        });
    }

    /** Empties all tables. */
    public void clear() {
        run(one -> {
            one.createNativeQuery("delete from sandbox_label").executeUpdate();
            one.createNativeQuery("delete from sandbox").executeUpdate();
            one.createNativeQuery("delete from api_key").executeUpdate();
            one.createNativeQuery("delete from warm_container").executeUpdate();
            one.createNativeQuery("delete from template").executeUpdate();
            one.createNativeQuery("delete from ticket").executeUpdate();
            one.createNativeQuery("delete from sandbox_owner").executeUpdate();
            one.createNativeQuery("delete from server_node").executeUpdate();
        });
    }
}
