package org.cofferdam.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxProcess;
import org.cofferdam.client.SandboxQuery;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.template.PoolInfo;
import org.cofferdam.protocol.template.PoolSize;
import org.cofferdam.protocol.template.TemplateSpec;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Containers that wait for their sandboxes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolIT {

    private static final String TEMPLATE = "warm";
    private static final ResourceLimits SMALL = new ResourceLimits(null, 512L << 20, null, null);
    private static final Duration SOON = Duration.ofSeconds(60);

    private RunningServer server;
    private Cofferdam cofferdam;

    @SuppressWarnings("NullAway.Init") // before all
    PoolIT() {}

    @BeforeAll
    void start() {
        server = RunningServer.start();
        cofferdam = server.connect();
    }

    @AfterAll
    void end() {
        cofferdam.close();
        server.close();
    }

    @AfterEach
    void nothingIsLeft() {
        cofferdam.templates().delete(TEMPLATE);
        cofferdam
                .list(SandboxQuery.ALL)
                .forEach(it -> cofferdam.existing(it.id().value()).destroy());
        Await.until("Every container has gone", SOON, () -> containers().isEmpty());
    }

    private void pool(int min, int max) {
        pool(new TemplateSpec(null, Map.of("FROM", "template"), null, SMALL, null, new PoolSize(min, max, 20)));
    }

    private void pool(TemplateSpec spec) {
        cofferdam.templates().put(TEMPLATE, spec);
    }

    private PoolInfo info() {
        return cofferdam.templates().pools().getFirst();
    }

    private void awaitReady(int count) {
        Await.until(count + " ready", SOON, this::info, it -> it.ready() == count && it.starting() == 0);
    }

    private Set<String> containers() {
        return Engine.atHand().containers(server.instance()).stream()
                .map(Engine.Container::sandbox)
                .collect(Collectors.toSet());
    }

    private Sandbox create(@Nullable ResourceLimits resources) {
        String id = "pool-" + UUID.randomUUID().toString().substring(0, 8);
        return cofferdam.create(new SandboxSpec(
                new SandboxId(id), TEMPLATE, null, Map.of("MINE", "yes"), null, null, resources, null, null));
    }

    @Test
    void aSandboxGetsAContainerThatWaitedAndItsOwnEnvironment() {
        pool(2, 2);
        awaitReady(2);
        Set<String> waited = containers();
        long claimedBefore = info().claimed();
        Sandbox sandbox = create(null);
        assertThat(sandbox.exec("echo $FROM $MINE").stdout()).isEqualTo("template yes\n");
        assertThat(info().claimed()).isEqualTo(claimedBefore + 1);
        awaitReady(2);
        assertThat(containers())
                .hasSize(3)
                .containsAll(waited)
                .doesNotContain(sandbox.id().value());

        sandbox.writeFile("notes.txt", "kept");
        sandbox.sleep();
        assertThat(sandbox.readFile("notes.txt")).isEqualTo("kept");
        sandbox.destroy();
        assertThat(containers()).hasSize(2);
    }

    @Test
    void aSandboxThatIsMadeOtherwiseStartsCold() {
        pool(1, 1);
        awaitReady(1);
        Sandbox sandbox = create(new ResourceLimits(null, 600L << 20, null, null));
        assertThat(containers()).hasSize(2).contains(sandbox.id().value());
        assertThat(info().ready()).isEqualTo(1);
        sandbox.destroy();
    }

    @Test
    void aBurstBeyondThePoolIsServedAndThePoolGrows() throws Exception {
        pool(2, 4);
        awaitReady(2);
        long missedBefore = info().missed();
        List<Sandbox> burst = AtOnce.run(6, 6, number -> create(null));
        AtOnce.run(
                6,
                6,
                number -> assertThat(burst.get(number).exec("echo $MINE").stdout())
                        .isEqualTo("yes\n"));
        assertThat(info().missed()).isGreaterThan(missedBefore);
        awaitReady(4);
        AtOnce.run(6, 6, number -> {
            burst.get(number).destroy();
            return number;
        });
        assertThat(containers()).hasSize(4);
    }

    @Test
    void aContainerThatDiesWhileItWaitsIsReplaced() {
        pool(1, 1);
        awaitReady(1);
        Engine.Container first = Engine.atHand().containers(server.instance()).getFirst();
        Engine.atHand().killAgent(first);
        Await.until(
                "Another waits",
                SOON,
                () -> info().ready() == 1 && !containers().contains(first.sandbox()));
        Sandbox sandbox = create(null);
        assertThat(sandbox.exec("echo well").stdout()).isEqualTo("well\n");
        sandbox.destroy();
    }

    @Test
    void aChangedTemplateIsWhatWaits() {
        pool(1, 1);
        awaitReady(1);
        Set<String> before = containers();
        pool(new TemplateSpec(
                null, null, null, new ResourceLimits(500, 256L << 20, null, null), null, new PoolSize(1, null, 20)));
        Await.until(
                "The old one went, a new one waits",
                SOON,
                () -> info().ready() == 1
                        && containers().size() == 1
                        && !containers().equals(before));
        Sandbox sandbox = create(null);
        assertThat(sandbox.info().resources().memoryBytes()).isEqualTo(256L << 20);
        assertThat(containers()).doesNotContain(sandbox.id().value());
        sandbox.destroy();
    }

    @Test
    void aServerThatIsKilledOrphansNothing() {
        pool(4, 4);
        awaitReady(4);
        Sandbox sandbox = create(null);
        SandboxProcess process = sandbox.start("sleep 300");
        server.kill();
        server.startAgain();
        assertThat(process.info().exitCode()).isNull();
        awaitReady(4);
        Await.until("Four wait and one is used", SOON, () -> containers().size() == 5);
        sandbox.destroy();
        assertThat(containers()).hasSize(4);
    }

    @Test
    void whyNothingWaitsIsTold() {
        pool(new TemplateSpec("localhost/no/such:image", null, null, null, null, new PoolSize(1, null, 20)));
        PoolInfo info = Await.until("A failure is told", SOON, this::info, it -> it.failure() != null);
        assertThat(info.failure()).contains("localhost/no/such:image");
        assertThat(info.ready()).isZero();
        assertThatThrownBy(() -> create(null))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND));
    }

    @Test
    void aTemplateThatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> create(null))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPLATE_NOT_FOUND));
    }

    @Test
    void onlyAdministratorsSeeTemplates() {
        String key = Objects.requireNonNull(
                cofferdam.keys().create("no administrator", Set.of(Role.USER)).key());
        try (Cofferdam user = Cofferdam.connect(server.url(), key)) {
            assertThatThrownBy(() -> user.templates().put("mine", TemplateSpec.DEFAULTS))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
            assertThatThrownBy(() -> user.templates().pools())
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
        }
    }

    @Test
    void templatesOfAFileAreThereWhenTheServerIs() throws IOException {
        Path file = Files.createTempFile("templates", ".json");
        try {
            Files.writeString(
                    file, "{\"default\": {\"env\": {\"TEAM\": \"blue\"}, \"resources\": {\"cpuMillis\": 700}}}");
            try (RunningServer other = RunningServer.start(Map.of("COFFERDAM_TEMPLATES_FILE", file.toString()));
                    Cofferdam client = other.connect()) {
                Sandbox sandbox = other.newSandbox(client, "file");
                assertThat(sandbox.exec("echo $TEAM").stdout()).isEqualTo("blue\n");
                assertThat(sandbox.info().resources().cpuMillis()).isEqualTo(700);
            }
        } finally {
            Files.delete(file);
        }
    }
}
