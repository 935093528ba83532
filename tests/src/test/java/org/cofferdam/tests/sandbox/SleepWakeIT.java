package org.cofferdam.tests.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxProcess;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SleepWakeIT {

    private static final SandboxPatch SLEEP_SOON = new SandboxPatch(null, new SleepAfter("2s"));

    @Test
    void idleSandboxSleepsAndItsNextUseWakesItWithItsFiles(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "sleep");
        sandbox.writeFile("kept.txt", "kept");
        sandbox.exec("echo outside >/tmp/also-kept");
        sandbox.update(SLEEP_SOON);
        awaitState(sandbox, SandboxState.SLEEPING, Duration.ofSeconds(40));
        assertThat(sandbox.exec("cat kept.txt /tmp/also-kept").stdout()).isEqualTo("keptoutside\n");
        assertThat(sandbox.info().state()).isEqualTo(SandboxState.RUNNING);
        sandbox.destroy();
    }

    @Test
    void commandHoldsOffSleep(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "sleep");
        sandbox.update(SLEEP_SOON);
        CommandResult result = sandbox.exec("sleep 15; echo awake");
        assertThat(result.stdout()).isEqualTo("awake\n");
        awaitState(sandbox, SandboxState.SLEEPING, Duration.ofSeconds(40));
        sandbox.destroy();
    }

    @Test
    void pingDoesNotWake(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "sleep");
        assertThat(sandbox.sleep().state()).isEqualTo(SandboxState.SLEEPING);
        SandboxException refused = catchThrowableOfType(SandboxException.class, sandbox::ping);
        assertThat(refused.code()).isEqualTo(ErrorCode.SANDBOX_STATE);
        assertThat(sandbox.info().state()).isEqualTo(SandboxState.SLEEPING);
        assertThat(sandbox.wake().state()).isEqualTo(SandboxState.RUNNING);
        assertThat(sandbox.ping().uptimeMillis()).isNotNegative();
        sandbox.destroy();
    }

    @Test
    void pauseFreezesProcessesAndResumeThawsThem(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "pause");
        SandboxProcess ticks = sandbox.start("while true; do echo tick; sleep 0.05; done");
        ticks.waitForLog("tick", Duration.ofSeconds(10));
        assertThat(sandbox.pause().state()).isEqualTo(SandboxState.PAUSED);
        assertThat(sandbox.resume().state()).isEqualTo(SandboxState.RUNNING);
        long printed = ticks.info().outputBytes();
        Await.until("More ticks", Duration.ofSeconds(10), () -> ticks.info().outputBytes() > printed);
        assertThat(ticks.info().status()).isEqualTo(ProcessStatus.RUNNING);
        sandbox.destroy();
    }

    private static void awaitState(Sandbox sandbox, SandboxState state, Duration limit) {
        Await.until(state.name(), limit, () -> sandbox.info().state(), seen -> seen == state);
    }
}
