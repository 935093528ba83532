package org.cofferdam.ejb.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.persistence.pool.WarmContainer;
import org.cofferdam.persistence.sandbox.DesiredState;
import org.cofferdam.persistence.sandbox.SandboxRepository;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SandboxControlTest {

    private final SandboxRig rig = new SandboxRig();

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void assertSettled(SandboxState state) {
        assertThat(rig.stored().state()).isEqualTo(state);
        assertThat(rig.stored().standing().settled()).isEqualTo(state != SandboxState.STOPPED);
    }

    @Test
    void createdSandboxRunsAndCanBeUsed() {
        Created created = rig.control.create(SandboxRig.spec("image"), true);
        assertThat(created.isNew()).isTrue();
        assertThat(created.info().state()).isEqualTo(SandboxState.RUNNING);
        assertSettled(SandboxState.RUNNING);
        assertThat(rig.container().configured).isEqualTo(1);
        assertThat(rig.live.tryOpen()).isPresent();
    }

    @Test
    void aContainerThatWaitsIsTakenWithoutTheEngine() {
        WarmContainer warm = rig.warm("image");
        Created created = rig.control.create(SandboxRig.spec("image"), true);
        assertThat(created.fromPool()).isTrue();
        assertSettled(SandboxState.RUNNING);
        assertThat(rig.stored().container()).isEqualTo(warm.id());
        assertThat(rig.stored().agentToken()).isEqualTo(warm.agentToken());
        assertThat(rig.platform.containers).containsOnlyKeys(new ContainerId(warm.id()));
        assertThat(rig.platform.calls).containsExactly("connect");
    }

    @Test
    void aContainerThatIsMadeOtherwiseGoesOnWaiting() {
        WarmContainer warm = rig.warm("other");
        assertThat(rig.control.create(SandboxRig.spec("image"), true).fromPool())
                .isFalse();
        assertThat(rig.platform.containers).containsOnlyKeys(SandboxRig.CONTAINER, new ContainerId(warm.id()));
    }

    @Test
    void aContainerThatEndedWhileItWaitedIsStarted() {
        WarmContainer warm = rig.warm("image");
        rig.platform.getConnection().stop(new ContainerId(warm.id()));
        assertThat(rig.control.create(SandboxRig.spec("image"), true).info().state())
                .isEqualTo(SandboxState.RUNNING);
        assertThat(rig.platform.containers).containsOnlyKeys(new ContainerId(warm.id()));
    }

    @Test
    void aContainerThatIsGoneIsMadeAgain() {
        WarmContainer warm = rig.warm("image");
        rig.platform.containers.clear();
        assertThat(rig.control.create(SandboxRig.spec("image"), true).info().state())
                .isEqualTo(SandboxState.RUNNING);
        assertThat(rig.platform.containers).containsOnlyKeys(new ContainerId(warm.id()));
    }

    @Test
    void aSandboxOfThePoolSleepsWakesAndGoesLikeAnyOther() {
        rig.warm("image");
        rig.running();
        rig.control.sleep();
        rig.start.use();
        assertSettled(SandboxState.RUNNING);
        rig.control.destroy();
        assertThat(rig.platform.containers).isEmpty();
    }

    @Test
    void existingSandboxIsGivenAsItIs() {
        rig.running();
        Created again = rig.control.create(SandboxRig.spec("other"), true);
        assertThat(again.isNew()).isFalse();
        assertThat(again.info().image()).isEqualTo("image");
    }

    @Test
    void creationWithoutWaitIsFinishedByTheFirstUse() {
        Created created = rig.control.create(SandboxRig.spec("image"), false);
        assertThat(created.info().state()).isEqualTo(SandboxState.PENDING);
        rig.start.use();
        assertSettled(SandboxState.RUNNING);
    }

    @Test
    void missingImageLeavesNothing() {
        assertFails(ErrorCode.IMAGE_NOT_FOUND, () -> rig.control.create(SandboxRig.spec("missing"), true));
        assertThat(rig.row.find()).isEmpty();
        assertThat(rig.platform.containers).isEmpty();
    }

    @Test
    void missingImageIsNotedWhenNobodyWaits() {
        rig.control.create(SandboxRig.spec("missing"), false);
        assertFails(ErrorCode.IMAGE_NOT_FOUND, () -> rig.start.use());
        assertThat(rig.stored().state()).isEqualTo(SandboxState.FAILED);
        assertThat(rig.stored().toInfo().failure()).isEqualTo("No such image");
    }

    @Test
    void creationWithoutPlatformCanBeRepeated() {
        rig.platform.away = true;
        assertFails(ErrorCode.RUNTIME_UNAVAILABLE, () -> rig.control.create(SandboxRig.spec("image"), true));
        assertThat(rig.stored().state()).isEqualTo(SandboxState.DESTROYED);
        rig.platform.away = false;
        assertThat(rig.control.create(SandboxRig.spec("image"), true).isNew()).isTrue();
        assertSettled(SandboxState.RUNNING);
    }

    @Test
    void silentAgentMakesItFailed() {
        rig.platform.agentsSilent = true;
        assertFails(ErrorCode.START_TIMEOUT, () -> rig.control.create(SandboxRig.spec("image"), true));
        assertThat(rig.stored().state()).isEqualTo(SandboxState.FAILED);
        assertThat(rig.container().status).isEqualTo(ContainerStatus.STOPPED);
        assertFails(ErrorCode.SANDBOX_FAILED, () -> rig.start.use());
        rig.platform.agentsSilent = false;
        assertThat(rig.start.wake().state()).isEqualTo(SandboxState.RUNNING);
    }

    @Test
    void sleepStopsAndUseWakes() {
        rig.running();
        assertThat(rig.control.sleep().state()).isEqualTo(SandboxState.SLEEPING);
        assertThat(rig.container().status).isEqualTo(ContainerStatus.STOPPED);
        assertThat(rig.live.tryOpen()).isEmpty();
        rig.start.use();
        assertSettled(SandboxState.RUNNING);
        assertThat(rig.container().boots).isEqualTo(2);
        assertThat(rig.live.tryOpen()).isPresent();
    }

    @Test
    void sleepWithoutPlatformChangesNothing() {
        rig.running();
        rig.platform.away = true;
        assertFails(ErrorCode.RUNTIME_UNAVAILABLE, () -> rig.control.sleep());
        assertSettled(SandboxState.RUNNING);
        assertThat(rig.live.tryOpen()).isPresent();
    }

    @Test
    void idleSandboxFallsAsleepUnlessItIsUsed() {
        rig.running();
        rig.now = rig.now.plus(Duration.ofMinutes(10));
        SandboxLease lease = rig.live.tryOpen().orElseThrow();
        rig.control.sleepIfIdle(true);
        assertSettled(SandboxState.RUNNING);
        lease.close();
        rig.now = rig.now.plus(Duration.ofMinutes(10));
        rig.control.sleepIfIdle(true);
        assertSettled(SandboxState.SLEEPING);
    }

    @Test
    void sandboxThatIsUsedThroughAnotherServerStaysAwake() {
        rig.running();
        rig.now = rig.now.plus(Duration.ofMinutes(10));
        rig.database.call(entities -> {
            new SandboxRepository(entities).touch(List.of(SandboxRig.ID), rig.now.minusSeconds(9));
            return true;
        });
        rig.control.sleepIfIdle(false);
        assertSettled(SandboxState.RUNNING);
        assertThat(rig.live.idle()).isFalse();
        rig.now = rig.now.plus(Duration.ofMinutes(11));
        rig.control.sleepIfIdle(false);
        assertSettled(SandboxState.SLEEPING);
    }

    @Test
    void whoeverWasTakenForDeadCommitsNothing() {
        rig.running();
        rig.ownedBy("another server");
        assertFails(ErrorCode.BUSY, () -> rig.control.sleep());
        assertFails(ErrorCode.BUSY, () -> rig.control.destroy());
        assertSettled(SandboxState.RUNNING);
        assertThat(rig.container().status).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void idleSandboxStaysUsableWhileTheDatabaseIsAway() {
        rig.running();
        rig.now = rig.now.plus(Duration.ofMinutes(10));
        rig.database.leaveAfter(0);
        assertFails(ErrorCode.DATABASE_UNAVAILABLE, () -> rig.control.sleepIfIdle(true));
        assertThat(rig.live.tryOpen()).isPresent();
    }

    @Test
    void pausedSandboxKeepsItsAgent() {
        rig.running();
        assertThat(rig.control.pause().state()).isEqualTo(SandboxState.PAUSED);
        assertThat(rig.live.tryOpen()).isEmpty();
        assertFails(ErrorCode.SANDBOX_STATE, () -> rig.start.use());
        assertFails(ErrorCode.SANDBOX_STATE, () -> rig.control.sleep());
        assertThat(rig.live.tryOpen()).isEmpty();
        assertThat(rig.control.resume().state()).isEqualTo(SandboxState.RUNNING);
        assertThat(rig.live.tryOpen()).isPresent();
        assertThat(rig.container().boots).isEqualTo(1);
    }

    @Test
    void pausedSandboxResumesAfterARestartOfTheServer() {
        rig.running();
        rig.control.pause();
        rig.restart();
        assertThat(rig.control.resume().state()).isEqualTo(SandboxState.RUNNING);
        assertThat(rig.live.tryOpen()).isPresent();
        assertThat(rig.container().boots).isEqualTo(1);
    }

    @Test
    void refusedPauseChangesNothing() {
        rig.running();
        rig.platform.failing = "pause";
        assertFails(ErrorCode.RUNTIME_ERROR, () -> rig.control.pause());
        assertSettled(SandboxState.RUNNING);
        assertThat(rig.live.tryOpen()).isPresent();
    }

    @Test
    void refusedResumeChangesNothing() {
        rig.running();
        rig.control.pause();
        rig.platform.failing = "resume";
        assertFails(ErrorCode.RUNTIME_ERROR, () -> rig.control.resume());
        assertSettled(SandboxState.PAUSED);
    }

    @Test
    void environmentIsToldToARunningAgentAndKeptForALaterOne() {
        rig.running();
        rig.control.mergeEnv(Map.of("B", "2"));
        assertThat(rig.container().configured).isEqualTo(2);
        rig.control.sleep();
        rig.control.mergeEnv(Map.of("C", "3"));
        assertThat(rig.container().configured).isEqualTo(2);
        rig.start.use();
        assertThat(rig.container().configured).isEqualTo(3);
        assertThat(rig.stored().env())
                .containsEntry("A", "1")
                .containsEntry("B", "2")
                .containsEntry("C", "3");
    }

    @Test
    void changedTimeToSleepHoldsAtOnce() {
        rig.running();
        rig.control.update(new SandboxPatch(null, new SleepAfter("5s")));
        rig.now = rig.now.plusSeconds(5);
        assertThat(rig.live.idle()).isTrue();
    }

    @Test
    void deadAgentIsStartedAnewByTheNextUse() {
        rig.running();
        rig.container().status = ContainerStatus.STOPPED;
        rig.start.use();
        assertSettled(SandboxState.RUNNING);
        assertThat(rig.container().boots).isEqualTo(2);
    }

    @Test
    void deadAgentWithoutPlatformIsTriedAgainLater() {
        rig.running();
        rig.container().status = ContainerStatus.STOPPED;
        rig.platform.away = true;
        assertFails(ErrorCode.RUNTIME_UNAVAILABLE, () -> rig.start.use());
        rig.platform.away = false;
        rig.start.use();
        assertSettled(SandboxState.RUNNING);
    }

    @Test
    void runningSandboxIsFoundAgainAfterARestartOfTheServer() {
        rig.running();
        rig.restart();
        rig.start.use();
        assertThat(rig.container().boots).isEqualTo(1);
        assertThat(rig.live.tryOpen()).isPresent();
    }

    @Test
    void lostContainerIsReportedAndWakeMakesANewOne() {
        rig.running();
        rig.platform.containers.clear();
        assertFails(ErrorCode.SANDBOX_FAILED, () -> rig.start.use());
        assertThat(rig.stored().state()).isEqualTo(SandboxState.FAILED);
        assertThat(rig.stored().toInfo().failure()).isEqualTo(SandboxContainer.LOST);
        assertThat(rig.start.wake().state()).isEqualTo(SandboxState.RUNNING);
        assertThat(rig.container().boots).isEqualTo(1);
    }

    @Test
    void lostContainerOfASleeperIsReported() {
        rig.running();
        rig.control.sleep();
        rig.platform.containers.clear();
        assertFails(ErrorCode.SANDBOX_FAILED, () -> rig.start.use());
        assertThat(rig.stored().state()).isEqualTo(SandboxState.FAILED);
    }

    @Test
    void destroyedSandboxIsGoneAndMayBeDestroyedAgain() {
        rig.running();
        rig.control.destroy();
        assertThat(rig.row.find()).isEmpty();
        assertThat(rig.platform.containers).isEmpty();
        assertThat(rig.live.tryOpen()).isEmpty();
        rig.control.destroy();
    }

    @Test
    void destructionWithoutPlatformIsRememberedAndFinished() {
        rig.running();
        rig.platform.away = true;
        assertFails(ErrorCode.RUNTIME_UNAVAILABLE, () -> rig.control.destroy());
        assertThat(rig.stored().desired()).isEqualTo(DesiredState.DESTROYED);
        assertFails(ErrorCode.SANDBOX_NOT_FOUND, () -> rig.row.require());
        rig.platform.away = false;
        rig.control.destroy();
        assertThat(rig.row.find()).isEmpty();
        assertThat(rig.platform.containers).isEmpty();
    }
}
