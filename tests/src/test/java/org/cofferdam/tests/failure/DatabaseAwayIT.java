package org.cofferdam.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxQuery;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.Postgres;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server on a PostgreSQL that is stopped and started again. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DatabaseAwayIT {

    private static final Duration CLEAR_ERROR = Duration.ofSeconds(20);

    @Test
    void databaseThatWasStoppedIsAClearErrorAndThenForgotten() throws Exception {
        try (Postgres database = new Postgres();
                RunningServer server = RunningServer.start(settings(database));
                Cofferdam cofferdam = server.connect()) {
            Sandbox sandbox = server.newSandbox(cofferdam, "database");
            assertThat(sandbox.exec("echo on PostgreSQL").stdout()).isEqualTo("on PostgreSQL\n");

            database.stop();
            long before = System.nanoTime();
            SandboxException refused =
                    catchThrowableOfType(SandboxException.class, () -> server.newSandbox(cofferdam, "database"));
            assertThat(refused.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(CLEAR_ERROR);
            assertThat(sandbox.exec("echo works without").stdout()).isEqualTo("works without\n");
            Await.until("Not ready", CLEAR_ERROR, () -> server.status("/health/ready") == 503);

            database.start();
            Await.until("Ready again", Duration.ofSeconds(30), () -> server.status("/health/ready") == 200);
            assertThat(server.newSandbox(cofferdam, "database").exec("echo new").stdout())
                    .isEqualTo("new\n");
            assertThat(sandbox.exec("echo again").stdout()).isEqualTo("again\n");
            assertThat(cofferdam.list(SandboxQuery.ALL))
                    .extracting(SandboxInfo::state)
                    .containsOnly(SandboxState.RUNNING);
        }
    }

    private static Map<String, String> settings(Postgres database) {
        return Map.of(
                "COFFERDAM_DB_URL",
                database.url(),
                "COFFERDAM_DB_USER",
                "postgres",
                "COFFERDAM_DB_PASSWORD",
                "postgres");
    }
}
