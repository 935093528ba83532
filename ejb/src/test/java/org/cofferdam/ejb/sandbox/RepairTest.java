package org.cofferdam.ejb.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.persistence.sandbox.DesiredState;
import org.cofferdam.persistence.sandbox.SandboxStanding;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairTest {

    private static final SandboxId ID = new SandboxId("box");

    @ParameterizedTest(name = "{1}, shall be {0}: no container {2}, stopped {3}, running {4}, frozen {5}")
    @CsvSource(textBlock = """
                    RUNNING,   PENDING,   FINISH_START,       FINISH_START,       FINISH_START,       FINISH_START
                    RUNNING,   RUNNING,   NOTE_LOST,          NOTE_STOPPED,       RELINK,             RELINK
                    PAUSED,    RUNNING,   NOTE_LOST,          NOTE_STOPPED,       FINISH_PAUSE,       FINISH_PAUSE
                    SLEEPING,  RUNNING,   NOTE_LOST,          FINISH_SLEEP,       FINISH_SLEEP,       FINISH_SLEEP
                    PAUSED,    PAUSED,    NOTE_LOST,          NOTE_STOPPED,       FINISH_PAUSE,       NONE
                    RUNNING,   PAUSED,    NOTE_LOST,          NOTE_STOPPED,       RELINK,             RELINK
                    SLEEPING,  SLEEPING,  NOTE_LOST,          NONE,               FINISH_SLEEP,       FINISH_SLEEP
                    RUNNING,   STOPPED,   NOTE_LOST,          NONE,               RELINK,             RELINK
                    SLEEPING,  STOPPED,   NOTE_LOST,          FINISH_SLEEP,       FINISH_SLEEP,       FINISH_SLEEP
                    RUNNING,   FAILED,    NONE,               NONE,               STOP_CONTAINER,     STOP_CONTAINER
                    DESTROYED, DESTROYED, FINISH_DESTRUCTION, FINISH_DESTRUCTION, FINISH_DESTRUCTION, FINISH_DESTRUCTION
                    """)
    void everyStandingWithEveryContainer(
            DesiredState desired, SandboxState state, Repair none, Repair stopped, Repair running, Repair paused) {
        SandboxStanding row = new SandboxStanding(ID, "box", desired, state, true);
        assertThat(Repair.of(row, null, false)).isEqualTo(none);
        assertThat(Repair.of(row, ContainerStatus.STOPPED, false)).isEqualTo(stopped);
        assertThat(Repair.of(row, ContainerStatus.RUNNING, false)).isEqualTo(running);
        assertThat(Repair.of(row, ContainerStatus.PAUSED, false)).isEqualTo(paused);
    }

    @Test
    void runningSandboxWithALinkFits() {
        SandboxStanding row = new SandboxStanding(ID, "box", DesiredState.RUNNING, SandboxState.RUNNING, true);
        assertThat(Repair.of(row, ContainerStatus.RUNNING, true)).isEqualTo(Repair.NONE);
    }

    @Test
    void sandboxThatNeverRanMissesNoContainer() {
        SandboxStanding row = new SandboxStanding(ID, "box", DesiredState.RUNNING, SandboxState.STOPPED, false);
        assertThat(Repair.of(row, null, false)).isEqualTo(Repair.NONE);
    }
}
