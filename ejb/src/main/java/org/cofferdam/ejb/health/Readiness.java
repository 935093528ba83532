package org.cofferdam.ejb.health;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Tells whether the server can serve now. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Readiness {

    @Resource(lookup = "java:/cofferdam/ContainerPlatform")
    private ContainerPlatform platform;

    @Inject
    private Database database;

    /** Asks the database and the container platform; takes a few seconds at most. */
    public ReadinessReport check() {
        return new ReadinessReport(failureOf(this::askDatabase), failureOf(this::askPlatform));
    }

    private void askDatabase() {
        database.run(entities -> entities.createNativeQuery("select 1").getSingleResult());
    }

    private void askPlatform() {
        try (ContainerConnection connection = platform.getConnection()) {
            connection.ping();
        }
    }

    private static @Nullable String failureOf(Runnable question) {
        try {
            question.run();
            return null;
        } catch (SandboxException e) {
            return e.detail();
        }
    }
}
