package org.cofferdam.tests.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.ClientSettings;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxQuery;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.Directories;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.Postgres;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Two servers on one PostgreSQL and one engine: either serves every sandbox, and neither is needed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoServersIT {

    private static final int STREAMS = 10;
    private static final int SANDBOXES = 2;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final String instance = "test-" + UUID.randomUUID();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Path run;
    private Postgres postgres;
    private RunningServer first;
    private RunningServer second;
    private Cofferdam byFirst;
    private Cofferdam bySecond;

    @SuppressWarnings("NullAway.Init") // before all
    TwoServersIT() {}

    @BeforeAll
    void startBoth() throws IOException {
        run = Files.createTempDirectory("cofferdam-run");
        open.push(() -> Directories.delete(run));
        postgres = opened(new Postgres());
        first = opened(RunningServer.start(settings()));
        second = opened(RunningServer.start(settings()));
        byFirst = opened(first.connect());
        bySecond = opened(connect(second.url()));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private Map<String, String> settings() {
        return Map.of(
                "COFFERDAM_DB_URL",
                postgres.url(),
                "COFFERDAM_DB_USER",
                "postgres",
                "COFFERDAM_DB_PASSWORD",
                "postgres",
                "COFFERDAM_INSTANCE",
                instance,
                "COFFERDAM_RUN_DIR",
                run.toString());
    }

    private Cofferdam connect(String url) {
        return Cofferdam.connect(ClientSettings.of(url, first.apiKey()).withConnectTimeout(Duration.ofSeconds(5)));
    }

    @AfterAll
    void endBoth() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private List<Engine.Container> containers() {
        return Engine.atHand().containers(instance);
    }

    private static String name(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void eitherServerServesWhatTheOtherMade() {
        Sandbox made = byFirst.sandbox(name("both"));
        Sandbox same = bySecond.existing(made.id().value());
        made.writeFile("notes.txt", "by the first");
        assertThat(same.readFile("notes.txt")).isEqualTo("by the first");
        same.sleep();
        assertThat(made.exec("cat notes.txt").stdout()).isEqualTo("by the first");
        assertThat(same.exec("echo awake").stdout()).isEqualTo("awake\n");
        same.destroy();
        assertThat(byFirst.find(made.id().value())).isEmpty();
    }

    @Test
    void aPortThatOneExposedOpensOnTheOtherUntilItIsRevoked() {
        Sandbox made = byFirst.sandbox(name("port"));
        made.start("python3 -m http.server 8000").waitForPort(8000, SOON);
        String host = URI.create(made.ports().expose(8000).url()).getAuthority();
        assertThat(statusLine(first, host)).contains(" 200 ");
        Await.until("Open on the second", SOON, () -> statusLine(second, host), it -> it.contains(" 200 "));
        bySecond.existing(made.id().value()).ports().revoke(8000);
        assertThat(statusLine(second, host)).contains(" 404 ");
        Await.until("Gone on the first", SOON, () -> statusLine(first, host), it -> it.contains(" 404 "));
        made.destroy();
    }

    private static String statusLine(RunningServer server, String host) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void controlOperationsOfOneSandboxAreSerialWhoeverIsAsked() throws Exception {
        String id = name("serial");
        List<ErrorCode> refusals = new ArrayList<>();
        AtOnce.run(16, 8, number -> {
            Cofferdam server = number % 2 == 0 ? byFirst : bySecond;
            try {
                Sandbox sandbox = server.sandbox(id);
                if (number % 4 < 2) {
                    sandbox.sleep();
                } else {
                    sandbox.destroy();
                }
            } catch (SandboxException e) {
                synchronized (refusals) {
                    refusals.add(e.code());
                }
            }
            return number;
        });
        assertThat(refusals).isSubsetOf(ErrorCode.SANDBOX_NOT_FOUND, ErrorCode.SANDBOX_STATE, ErrorCode.BUSY);
        assertThat(byFirst.sandbox(id).exec("echo usable").stdout()).isEqualTo("usable\n");
        assertThat(bySecond.existing(id).exec("echo usable").stdout()).isEqualTo("usable\n");
        assertThat(containers()).filteredOn(it -> it.sandbox().equals(id)).hasSize(1);
        bySecond.existing(id).destroy();
        assertThat(containers()).filteredOn(it -> it.sandbox().equals(id)).isEmpty();
    }

    @Test
    void streamsOfAServerThatDiesGoOnThroughTheOther() throws Exception {
        try (FailoverProxy proxy = new FailoverProxy(first.port(), second.port());
                Cofferdam cofferdam = connect(proxy.url())) {
            List<Sandbox> sandboxes = new ArrayList<>();
            for (int i = 0; i < SANDBOXES; i++) {
                sandboxes.add(cofferdam.sandbox(name("stream")));
            }
            List<ExecStream> streams = new ArrayList<>();
            List<FutureTask<CommandResult>> readers = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                Sandbox sandbox = sandboxes.get(i % SANDBOXES);
                sandbox.writeFile("go" + i, "");
                ExecStream stream = sandbox.execStream("seq 1 500; touch began" + i + "; while [ -e go" + i
                        + " ]; do sleep 0.1; done; seq 501 1000; exit 9");
                FutureTask<CommandResult> reader = new FutureTask<>(stream::result);
                Thread.ofVirtual().start(reader);
                streams.add(stream);
                readers.add(reader);
            }
            for (int i = 0; i < STREAMS; i++) {
                Sandbox sandbox = sandboxes.get(i % SANDBOXES);
                String began = "began" + i;
                Await.until(
                        "Half of the output",
                        SOON,
                        () -> sandbox.exec("test -e " + began).success());
            }

            first.kill();
            for (int i = 0; i < STREAMS; i++) {
                bySecond.existing(sandboxes.get(i % SANDBOXES).id().value()).exec("rm go" + i);
            }

            for (int i = 0; i < STREAMS; i++) {
                CommandResult result = readers.get(i).get(60, TimeUnit.SECONDS);
                assertThat(result.exitCode()).isEqualTo(9);
                assertThat(result.stdout().lines()).hasSize(1000).last().isEqualTo("1000");
                streams.get(i).close();
            }
            Await.until(
                    "The second leads and nothing is left behind",
                    SOON,
                    () -> containers().size() == bySecond.list(SandboxQuery.ALL).count());
            assertThat(bySecond.list(SandboxQuery.ALL))
                    .extracting(SandboxInfo::state)
                    .containsOnly(SandboxState.RUNNING);
            sandboxes.forEach(it -> bySecond.existing(it.id().value()).destroy());
            assertThat(containers()).isEmpty();
        } finally {
            first.startAgain();
        }
    }
}
