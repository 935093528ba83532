package org.cofferdam.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.connector.contract.RunningSandbox.Outcome;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Ping;
import org.junit.jupiter.api.Test;

/** A sandbox's life, and commands in it. */
public abstract class LifecycleContract extends PlatformContract {

    private void assertStatus(ContainerId id, ContainerStatus status) {
        assertThat(connection.find(id)).map(ContainerInfo::status).contains(status);
        assertThat(connection.list()).contains(new ContainerInfo(id, status, false));
    }

    @Test
    void launchedSandboxRunsCommands() {
        RunningSandbox sandbox = launch();
        assertStatus(sandbox.id(), ContainerStatus.RUNNING);
        assertThat(sandbox.link().alive()).isTrue();
        Outcome outcome = sandbox.run("echo out; echo err >&2; id -un; hostname; exit 3");
        assertThat(outcome.text()).isEqualTo("out\nsandbox\n" + sandbox.id());
        assertThat(outcome.stderr()).isEqualTo("err\n");
        assertThat(outcome.complete().status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(outcome.complete().exitCode()).isEqualTo(3);
    }

    @Test
    void everyByteComesAndGoes() {
        RunningSandbox sandbox = launch();
        byte[] input = new byte[20_000_000];
        new Random(9).nextBytes(input);
        assertThat(sandbox.run("cat", new ByteArrayInputStream(input)).stdout()).isEqualTo(input);
    }

    @Test
    void commandsRunAtOnce() throws ExecutionException, InterruptedException {
        RunningSandbox sandbox = launch();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String text = "n" + i;
                answers.add(callers.submit(() -> sandbox.run("echo " + text).text()));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo("n" + i);
            }
        }
    }

    @Test
    void launchingWhatIsThereStartsIt() {
        RunningSandbox sandbox = launch();
        sandbox.run("echo kept > f");
        connection.launch(spec(sandbox.id(), NetworkMode.NONE));
        assertThat(sandbox.link().alive()).isTrue();
        connection.stop(sandbox.id());
        connection.launch(spec(sandbox.id(), NetworkMode.NONE));
        assertThat(link(sandbox.id()).run("cat f").text()).isEqualTo("kept");
    }

    @Test
    void stoppedSandboxKeepsItsFiles() {
        RunningSandbox before = launch();
        before.run("echo kept > f");
        connection.stop(before.id());
        connection.stop(before.id());
        assertStatus(before.id(), ContainerStatus.STOPPED);
        await("the link is dead", Duration.ofSeconds(1), () -> !before.link().alive());
        connection.start(before.id());
        connection.start(before.id());
        RunningSandbox after = link(before.id());
        assertThat(after.welcome().bootId()).isNotEqualTo(before.welcome().bootId());
        assertThat(after.run("cat f").text()).isEqualTo("kept");
    }

    @Test
    void pausedSandboxStandsStill() {
        RunningSandbox sandbox = launch();
        try (ProcessStream counting = sandbox.start("i=0; while :; do i=$((i+1)); echo $i; sleep 0.05; done")) {
            counting.next();
            connection.pause(sandbox.id());
            connection.pause(sandbox.id());
            assertStatus(sandbox.id(), ContainerStatus.PAUSED);
            assertThatThrownBy(
                            () -> sandbox.link().call(Operation.PING, new Ping(), Pong.class, Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AGENT_LOST));
            connection.resume(sandbox.id());
            connection.resume(sandbox.id());
            assertStatus(sandbox.id(), ContainerStatus.RUNNING);
            assertThat(counting.next()).isInstanceOf(ProcessEvent.Output.class);
        }
        connection.pause(sandbox.id());
        connection.stop(sandbox.id());
        assertStatus(sandbox.id(), ContainerStatus.STOPPED);
    }

    @Test
    void removedSandboxLeavesNothing() throws IOException {
        RunningSandbox sandbox = launch();
        connection.pause(sandbox.id());
        connection.remove(sandbox.id());
        connection.remove(sandbox.id());
        assertThat(connection.find(sandbox.id())).isEmpty();
        assertThat(connection.list()).isEmpty();
        try (Stream<Path> left = Files.list(platform.runDirectory())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whatIsNotThereCanBeStoppedButNotStarted() {
        ContainerId nobody = newId();
        connection.stop(nobody);
        assertThat(connection.find(nobody)).isEmpty();
        assertThatThrownBy(() -> connection.start(nobody))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_ERROR));
    }

    @Test
    void missingImageIsTheCallersFault() {
        for (String image : List.of("localhost/no/such:image", "no-such-image", "Not An Image", "registry.invalid/x")) {
            ContainerId id = newId();
            ContainerSpec spec = new ContainerSpec(id, image, "t", LIMITS, NetworkMode.NONE);
            assertThatThrownBy(() -> connection.launch(spec))
                    .isInstanceOfSatisfying(
                            SandboxException.class,
                            e -> assertThat(e.code()).as(image).isEqualTo(ErrorCode.IMAGE_NOT_FOUND));
            assertThat(connection.find(id)).isEmpty();
        }
    }

    @Test
    void nobodyWaitsForAnAgentWhoseContainerHasEnded() {
        RunningSandbox sandbox = launch();
        platform.killAgent(sandbox.id());
        try (AgentLink link = connection.agent(sandbox.id(), sandbox.token())) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> link.await(Duration.ofMinutes(1)))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_ERROR));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void killedAgentIsNoticedAtOnceAndItsProcessesAreLost() {
        RunningSandbox sandbox = launch();
        try (ProcessStream stream = sandbox.start("echo begun; sleep 1000")) {
            stream.next();
            ProcessEvent begun = Objects.requireNonNull(stream.next());
            platform.killAgent(sandbox.id());
            await(
                    "the link is dead",
                    Duration.ofSeconds(1),
                    () -> !sandbox.link().alive());
            ProcessEvent.Complete end = RunningSandbox.rest(stream).complete();
            assertThat(end.status()).isEqualTo(ProcessStatus.LOST);
            assertThat(end.exitCode()).isNull();
            assertThat(end.position()).isEqualTo(begun.position() + 1);
        }
        await(
                "the container has ended",
                Duration.ofSeconds(5),
                () -> connection
                        .find(sandbox.id())
                        .filter(it -> it.status() == ContainerStatus.STOPPED)
                        .isPresent());
        connection.start(sandbox.id());
        assertThat(link(sandbox.id()).run("echo again").text()).isEqualTo("again");
    }

    @Test
    void wrongTokenIsNoWayIn() {
        RunningSandbox sandbox = launch();
        try (AgentLink stranger = connection.agent(sandbox.id(), "guess")) {
            assertThatThrownBy(() -> stranger.await(Duration.ofSeconds(5)))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AGENT_LOST));
        }
    }
}
