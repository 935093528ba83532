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
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.EngineProxy;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The container engine is away for some seconds, from this server's point of view. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class EngineAwayIT {

    /** Refusing is quick; of an engine that hangs one only knows when a deadline has passed. */
    private static final Duration CLEAR_ERROR = Duration.ofSeconds(40);

    private static EngineProxy engine;
    private static RunningServer server;
    private static Cofferdam cofferdam;

    @BeforeAll
    static void start() throws Exception {
        engine = new EngineProxy();
        server = RunningServer.start(Map.of("COFFERDAM_ENGINE_SOCKET", engine.socket()));
        cofferdam = server.connect();
    }

    @AfterAll
    static void stop() {
        cofferdam.close();
        server.close();
        engine.close();
    }

    @Test
    void stoppedEngineHurtsNothingThatRuns() throws Exception {
        Sandbox sandbox = server.newSandbox(cofferdam, "engine");
        engine.stop();
        assertWorksWithoutEngine(sandbox);
        engine.start();
        assertRecovers(sandbox);
    }

    @Test
    void hangingEngineHurtsNothingThatRuns() throws Exception {
        Sandbox sandbox = server.newSandbox(cofferdam, "engine");
        engine.hang();
        assertWorksWithoutEngine(sandbox);
        engine.start();
        assertRecovers(sandbox);
    }

    private static void assertWorksWithoutEngine(Sandbox sandbox) {
        assertThat(sandbox.exec("echo still here").stdout()).isEqualTo("still here\n");
        long before = System.nanoTime();
        SandboxException refused =
                catchThrowableOfType(SandboxException.class, () -> server.newSandbox(cofferdam, "engine"));
        assertThat(refused.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(CLEAR_ERROR);
        Await.until("Not ready", CLEAR_ERROR, () -> server.status("/health/ready") == 503);
        assertThat(server.status("/health/live")).isEqualTo(200);
        assertThat(sandbox.exec("echo still here").stdout()).isEqualTo("still here\n");
    }

    private static void assertRecovers(Sandbox sandbox) {
        Await.until("Ready again", Duration.ofSeconds(30), () -> server.status("/health/ready") == 200);
        assertThat(sandbox.exec("echo still here").stdout()).isEqualTo("still here\n");
        Sandbox another = server.newSandbox(cofferdam, "engine");
        assertThat(another.exec("echo new").stdout()).isEqualTo("new\n");
        Await.until(
                "Nothing PENDING",
                Duration.ofSeconds(30),
                () -> cofferdam
                        .list(SandboxQuery.ALL)
                        .map(SandboxInfo::state)
                        .noneMatch(state -> state == SandboxState.PENDING));
        Engine.atHand()
                .killAgent(Engine.atHand()
                        .container(server.instance(), another.id().value()));
        Await.until(
                "News of the engine arrives again",
                Duration.ofSeconds(20),
                () -> another.info().state() != SandboxState.RUNNING);
        cofferdam
                .list(SandboxQuery.ALL)
                .map(SandboxInfo::id)
                .forEach(id -> cofferdam.existing(id.value()).destroy());
        assertThat(Engine.atHand().containers(server.instance())).isEmpty();
    }
}
