package org.cofferdam.tests.server;

import static org.jboss.as.controller.client.helpers.Operations.createAddress;
import static org.jboss.as.controller.client.helpers.Operations.createWriteAttributeOperation;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.as.arquillian.setup.SnapshotServerSetupTask;
import org.jboss.dmr.ModelNode;
import org.jspecify.annotations.Nullable;

/** Gives the server a real PostgreSQL while a test class runs: {@code @ServerSetup(PostgresDatabase.class)}. */
public final class PostgresDatabase extends SnapshotServerSetupTask {

    private static final ModelNode DATA_SOURCE =
            createAddress("subsystem", "datasources", "data-source", "CofferdamDS");

    private @Nullable EmbeddedPostgres postgres;

    @Override
    protected void doSetup(ManagementClient server, String container) throws IOException {
        EmbeddedPostgres started = EmbeddedPostgres.start();
        postgres = started;
        write(server, "driver-name", "postgresql");
        write(server, "connection-url", started.getJdbcUrl("postgres", "postgres"));
        write(server, "user-name", "postgres");
    }

    @Override
    protected void nonManagementCleanUp() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    private void write(ManagementClient server, String attribute, String value) throws IOException {
        executeOperation(server, createWriteAttributeOperation(DATA_SOURCE, attribute, value));
    }
}
