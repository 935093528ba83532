package org.cofferdam.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxProcess;
import org.cofferdam.client.SandboxQuery;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code kill -9} of the server: afterwards everything is as it was, or said to have failed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ServerKillIT {

    private static final int SANDBOXES = 5;
    private static final String TICKS = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); echo tick $i; sleep 0.01; done";

    /** A sandbox at work: a file, a background process, and a command whose output somebody reads. */
    private record Busy(
            Sandbox sandbox, SandboxProcess process, long pid, ExecStream stream, FutureTask<CommandResult> reader) {

        static Busy in(Sandbox sandbox) {
            sandbox.writeFile("notes.txt", "kept in " + sandbox.id());
            SandboxProcess process = sandbox.start(TICKS);
            ExecStream stream = sandbox.execStream("for i in $(seq 1 1000); do echo line $i; sleep 0.02; done; exit 9");
            FutureTask<CommandResult> reader = new FutureTask<>(stream::result);
            Thread.ofVirtual().start(reader);
            Long pid = process.info().pid();
            return new Busy(sandbox, process, pid == null ? -1 : pid, stream, reader);
        }
    }

    @Test
    void busySandboxesSurvive() throws Exception {
        try (RunningServer server = RunningServer.start();
                Cofferdam cofferdam = server.connect()) {
            List<Busy> busy = new ArrayList<>();
            for (int i = 0; i < SANDBOXES; i++) {
                busy.add(Busy.in(server.newSandbox(cofferdam, "kill")));
            }
            for (Busy one : busy) {
                one.process().waitForLog("tick 5", Duration.ofSeconds(20));
            }
            List<Engine.Container> before = Engine.atHand().containers(server.instance());

            server.kill();
            server.startAgain();

            assertThat(Engine.atHand().containers(server.instance()))
                    .extracting(Engine.Container::id)
                    .containsExactlyInAnyOrderElementsOf(
                            before.stream().map(Engine.Container::id).toList());
            assertThat(cofferdam.list(SandboxQuery.ALL))
                    .hasSize(SANDBOXES)
                    .extracting(SandboxInfo::state)
                    .containsOnly(SandboxState.RUNNING);
            for (Busy one : busy) {
                assertUnharmed(one);
            }
        }
    }

    private static void assertUnharmed(Busy one) throws Exception {
        assertThat(one.sandbox().readFile("notes.txt"))
                .isEqualTo("kept in " + one.sandbox().id());
        ProcessInfo process = one.process().info();
        assertThat(process.status()).isEqualTo(ProcessStatus.RUNNING);
        assertThat(process.pid()).isEqualTo(one.pid());
        assertThat(one.sandbox().exec("kill -0 " + one.pid()).success()).isTrue();
        CommandResult read = one.reader().get(60, TimeUnit.SECONDS);
        assertThat(read.exitCode()).isEqualTo(9);
        assertThat(read.stdout().lines()).hasSize(1000).last().isEqualTo("line 1000");
        one.stream().close();
        one.process().kill();
    }

    @Test
    void sandboxesThatWereBeingMadeAreUsableOrSaidToHaveFailed() throws Exception {
        try (RunningServer server = RunningServer.start();
                Cofferdam cofferdam = server.connect()) {
            String prefix = "half-" + UUID.randomUUID().toString().substring(0, 8) + "-";
            List<Thread> makers = new ArrayList<>();
            for (int i = 0; i < SANDBOXES; i++) {
                String id = prefix + i;
                makers.add(Thread.ofVirtual().start(() -> makeOrFail(cofferdam, id)));
            }
            Await.until(
                    "Two containers",
                    Duration.ofSeconds(30),
                    () -> Engine.atHand().containers(server.instance()).size() >= 2);

            server.kill();
            for (Thread maker : makers) {
                maker.join();
            }
            server.startAgain();

            Map<String, SandboxState> states = Await.until(
                    "Nothing PENDING",
                    Duration.ofSeconds(60),
                    () -> cofferdam
                            .list(SandboxQuery.ALL)
                            .collect(Collectors.toMap(i -> i.id().value(), SandboxInfo::state)),
                    all -> !all.containsValue(SandboxState.PENDING));
            assertThat(Engine.atHand().containers(server.instance()))
                    .extracting(Engine.Container::sandbox)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(states.keySet());
            for (String id : states.keySet()) {
                Sandbox sandbox = cofferdam.existing(id);
                if (states.get(id) == SandboxState.FAILED) {
                    sandbox.wake();
                }
                assertThat(sandbox.exec("echo usable").stdout()).isEqualTo("usable\n");
            }
        }
    }

    private static void makeOrFail(Cofferdam cofferdam, String id) {
        try {
            cofferdam.sandbox(id);
        } catch (RuntimeException e) {
            // The server was killed meanwhile, as it should be
        }
    }
}
