package org.cofferdam.persistence.schema;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the database, brought up to date by Flyway: one set of migrations for H2 and PostgreSQL. */
public final class Schema {

    private Schema() {}

    /** Runs the migrations that the database has not seen; servers that share it take turns. */
    public static void migrate(DataSource dataSource) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:" + Schema.class.getPackageName().replace('.', '/'))
                .load()
                .migrate();
    }
}
