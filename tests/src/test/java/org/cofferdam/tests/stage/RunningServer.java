package org.cofferdam.tests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.ClientSettings;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;

/**
 * The assembled server as a process of its own, with a directory, a port and an instance name of its own. It can be killed and
 * started again; closing it removes its directory and its containers.
 */
public final class RunningServer implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(40);

    private final String instance;
    private final Path home;
    private final int port;
    private final Map<String, String> settings;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private RunningServer(Map<String, String> settings) throws IOException {
        this.settings = Map.copyOf(settings);
        this.instance = settings.getOrDefault("COFFERDAM_INSTANCE", "test-" + UUID.randomUUID());
        this.home = Files.createTempDirectory("cofferdam-it");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.process = launch();
    }

    public static RunningServer start() {
        return start(Map.of());
    }

    /** @param settings environment variables over the usual ones */
    public static RunningServer start(Map<String, String> settings) {
        try {
            RunningServer server = new RunningServer(settings);
            boolean ready = false;
            try {
                server.awaitReady();
                ready = true;
            } finally {
                if (!ready) {
                    server.close();
                }
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("COFFERDAM_HOME", home.toString());
        environment.put("COFFERDAM_HTTP_PORT", Integer.toString(port));
        environment.put("COFFERDAM_HTTP_ADDRESS", "127.0.0.1");
        environment.put("COFFERDAM_INSTANCE", instance);
        environment.put("COFFERDAM_ENGINE_SOCKET", "unix://" + Surroundings.engineSocket());
        environment.put("COFFERDAM_AGENT_DIR", Surroundings.agent().toString());
        environment.put("COFFERDAM_SANDBOX_IMAGE", Surroundings.image());
        environment.put("COFFERDAM_RUN_DIR", home.resolve("run").toString());
        environment.putAll(settings);
        ProcessBuilder builder = new ProcessBuilder(Surroundings.serverCommand().toString());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("console.log").toFile()))
                .start();
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() {
        Await.until("Server ready", START, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The server ended: " + console());
            }
            return status("/health/ready") == 200;
        });
    }

    /** The status of a GET without a key. */
    public int status(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public String instance() {
        return instance;
    }

    public long pid() {
        return process.pid();
    }

    /** The administrator's key that the server made at its first start. */
    public String apiKey() {
        try {
            return Files.readString(home.resolve("api-key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that gives up after ten seconds where it can. */
    public Cofferdam connect() {
        return Cofferdam.connect(ClientSettings.of(url(), apiKey()).withConnectTimeout(Duration.ofSeconds(5)));
    }

    /** A sandbox of an own, with a name that tells the test. */
    public Sandbox newSandbox(Cofferdam cofferdam, String prefix) {
        return cofferdam.sandbox(prefix + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As a service manager stops it. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Starts it after its end, on the same port and directory. */
    public void startAgain() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The server did not end within " + STOP + ": " + console());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The end of what it printed. */
    public String console() {
        try {
            String text = Files.readString(home.resolve("console.log"));
            return text.substring(Math.max(0, text.length() - 4_000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Its directory. */
    public Path home() {
        return home;
    }

    /** Its log; keep it with {@code COFFERDAM_TEST_LOGS=directory}. */
    public Path log() {
        return home.resolve("logs/server.log");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
        try {
            String keep = System.getenv("COFFERDAM_TEST_LOGS");
            if (keep != null && Files.exists(log())) {
                Files.createDirectories(Path.of(keep));
                Files.copy(log(), Path.of(keep, instance + ".log"));
            }
            Engine.atHand().removeAll(instance);
            Directories.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
