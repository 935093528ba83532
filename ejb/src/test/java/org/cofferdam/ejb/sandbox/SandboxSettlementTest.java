package org.cofferdam.ejb.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SandboxSettlementTest {

    private final SandboxRig rig = new SandboxRig();

    private void assertSettledAs(SandboxState state) {
        rig.settlement.settle(null);
        assertThat(rig.stored().state()).isEqualTo(state);
        Repair next = Repair.of(
                rig.stored().standing(),
                rig.platform.containers.containsKey(SandboxRig.CONTAINER) ? rig.container().status : null,
                rig.live.link().isPresent());
        assertThat(next).isEqualTo(Repair.NONE);
    }

    /** The database goes away after so many transactions of an operation, as if the server had died there. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void creationThatIsCutOffIsFinished(int transactions) {
        rig.database.leaveAfter(transactions);
        try {
            rig.control.create(SandboxRig.spec("image"), true);
        } catch (SandboxException _) {
            // cut off
        }
        rig.database.comeBack();
        rig.restart();
        if (rig.row.find().isEmpty()) {
            rig.settlement.settle(null);
            assertThat(rig.platform.containers).isEmpty();
        } else {
            assertSettledAs(SandboxState.RUNNING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sleepThatIsCutOffIsFinished(int transactions) {
        rig.running();
        rig.database.leaveAfter(transactions);
        try {
            rig.control.sleep();
        } catch (SandboxException _) {
            // cut off
        }
        rig.database.comeBack();
        rig.restart();
        assertSettledAs(SandboxState.SLEEPING);
        assertThat(rig.container().status).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void pauseThatIsCutOffIsFinished() {
        rig.running();
        rig.database.leaveAfter(1);
        assertThatThrownBy(() -> rig.control.pause()).isInstanceOf(SandboxException.class);
        rig.database.comeBack();
        rig.restart();
        assertSettledAs(SandboxState.PAUSED);
    }

    @Test
    void resumeThatIsCutOffIsFinished() {
        rig.running();
        rig.control.pause();
        rig.database.leaveAfter(1);
        assertThatThrownBy(() -> rig.control.resume()).isInstanceOf(SandboxException.class);
        rig.database.comeBack();
        rig.restart();
        assertSettledAs(SandboxState.RUNNING);
    }

    @Test
    void destructionThatIsCutOffIsFinished() {
        rig.running();
        rig.database.leaveAfter(2);
        assertThatThrownBy(() -> rig.control.destroy()).isInstanceOf(SandboxException.class);
        rig.database.comeBack();
        rig.restart();
        rig.settlement.settle(null);
        assertThat(rig.row.find()).isEmpty();
        assertThat(rig.platform.containers).isEmpty();
    }

    @Test
    void containerWithoutRowIsRemoved() {
        rig.platform.containers.put(SandboxRig.CONTAINER, new MemoryPlatform.Container());
        rig.settlement.settle(null);
        assertThat(rig.platform.containers).isEmpty();
    }

    @Test
    void endedContainerIsNotedWithItsReason() {
        rig.running();
        rig.container().status = ContainerStatus.STOPPED;
        rig.settlement.settle("Its container ended with exit code 137");
        assertThat(rig.stored().state()).isEqualTo(SandboxState.STOPPED);
        assertThat(rig.stored().toInfo().failure()).isEqualTo("Its container ended with exit code 137");
    }

    @Test
    void shortageOfMemoryIsNotedAsTheReason() {
        rig.running();
        rig.container().status = ContainerStatus.STOPPED;
        rig.live.noteOutOfMemory();
        rig.settlement.settle("Its container ended with exit code 137");
        assertThat(rig.stored().toInfo().failure()).isEqualTo("Its container ran out of memory");
    }

    @Test
    void containerStartedBehindOurBackIsUsedOrPutBackToSleep() {
        rig.running();
        rig.control.sleep();
        rig.platform.start(SandboxRig.CONTAINER);
        assertSettledAs(SandboxState.SLEEPING);
        assertThat(rig.container().status).isEqualTo(ContainerStatus.STOPPED);
        rig.start.use();
        rig.row.note(it -> it.stopped("it ended"));
        assertSettledAs(SandboxState.RUNNING);
    }

    @Test
    void silentAgentIsStoppedAndNoted() {
        rig.running();
        rig.restart();
        rig.platform.agentsSilent = true;
        assertSettledAs(SandboxState.STOPPED);
        assertThat(rig.container().status).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void containerOfAFailedSandboxIsStopped() {
        rig.running();
        rig.row.change(it -> it.failed("it broke"));
        assertSettledAs(SandboxState.FAILED);
        assertThat(rig.container().status).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void pendingSandboxIsNotLeftSoWhenItCannotStart() {
        rig.row.add(Sandbox.create(SandboxRig.spec("missing"), rig.now));
        assertThatThrownBy(() -> rig.settlement.settle(null)).isInstanceOf(SandboxException.class);
        assertThat(rig.stored().state()).isEqualTo(SandboxState.FAILED);
    }
}
