package org.cofferdam.tests.stage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of an own, which can be stopped and started again with its data. */
public final class Postgres implements AutoCloseable {

    private final Path data;
    private final int port;
    private @Nullable EmbeddedPostgres running;

    public Postgres() throws IOException {
        data = Files.createTempDirectory("cofferdam-postgres");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start();
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public void start() throws IOException {
        running = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    public void stop() throws IOException {
        EmbeddedPostgres postgres = running;
        if (postgres != null) {
            running = null;
            postgres.close();
        }
    }

    @Override
    public void close() {
        try {
            stop();
            Directories.delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
