package org.cofferdam.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody removes a sandbox's container behind our back. */
@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ContainerRemovedIT {

    @Test
    void sandboxSaysThatItFailedAndWakesWithNewFiles(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "removed");
        sandbox.writeFile("gone.txt", "gone");
        Engine.atHand()
                .remove(Engine.atHand()
                        .container(server.instance(), sandbox.id().value()));

        Await.until(
                "FAILED", Duration.ofSeconds(10), () -> sandbox.info().state(), state -> state == SandboxState.FAILED);
        assertThat(sandbox.info().failure()).isNotBlank();
        SandboxException refused = catchThrowableOfType(SandboxException.class, () -> sandbox.exec("true"));
        assertThat(refused.code()).isEqualTo(ErrorCode.SANDBOX_FAILED);
        assertThat(refused.hint()).contains("wake");

        assertThat(sandbox.wake().state()).isEqualTo(SandboxState.RUNNING);
        assertThat(sandbox.exec("echo new").stdout()).isEqualTo("new\n");
        assertThat(sandbox.files().exists("gone.txt")).isFalse();
        sandbox.destroy();
        assertThat(Engine.atHand().containers(server.instance()))
                .extracting(Engine.Container::sandbox)
                .doesNotContain(sandbox.id().value());
    }

    @Test
    void useRightAfterTheRemovalIsAClearErrorInTime(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "removed");
        Engine.atHand()
                .remove(Engine.atHand()
                        .container(server.instance(), sandbox.id().value()));
        long before = System.nanoTime();
        SandboxException refused = catchThrowableOfType(SandboxException.class, () -> sandbox.exec("true"));
        assertThat(refused.code()).isIn(ErrorCode.SANDBOX_FAILED, ErrorCode.AGENT_LOST);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        sandbox.destroy();
    }
}
