package org.cofferdam.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The application makes its schema and starts on PostgreSQL too. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(PostgresDatabase.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ApplicationOnPostgresIT {

    @Resource(lookup = "java:jboss/datasources/CofferdamDS")
    private DataSource database;

    @Deployment
    static EnterpriseArchive application() {
        return TestedApplication.with(ApplicationOnPostgresIT.class, PostgresDatabase.class);
    }

    @Test
    void schemaIsMade() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
            assertThat(connection
                            .getMetaData()
                            .getTables(null, "public", "flyway_schema_history", null)
                            .next())
                    .isTrue();
        }
    }
}
