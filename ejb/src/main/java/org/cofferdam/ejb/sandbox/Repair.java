package org.cofferdam.ejb.sandbox;

import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.persistence.sandbox.DesiredState;
import org.cofferdam.persistence.sandbox.SandboxStanding;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.jspecify.annotations.Nullable;

/** What to do about a sandbox whose row, container and link do not fit together. */
enum Repair {
    NONE,
    /** A destruction was cut off: remove the container, then the row. */
    FINISH_DESTRUCTION,
    /** A start was cut off: start. */
    FINISH_START,
    /** It shall run, and its container does or is frozen: find its agent again. */
    RELINK,
    /** It shall sleep: stop the container. */
    FINISH_SLEEP,
    /** It shall be paused: freeze the container. */
    FINISH_PAUSE,
    /** It has failed, yet its container runs: stop that. */
    STOP_CONTAINER,
    /** Its container ended behind our back: note it as STOPPED. */
    NOTE_STOPPED,
    /** Its container, and with it its files, went behind our back: note it as FAILED. */
    NOTE_LOST;

    /**
     * The decision.
     *
     * @param container null when there is none
     * @param linked whether this server has a link to its live agent
     */
    static Repair of(SandboxStanding row, @Nullable ContainerStatus container, boolean linked) {
        return switch (row.state()) {
            case DESTROYED -> FINISH_DESTRUCTION;
            case PENDING -> FINISH_START;
            case FAILED -> container == null || container == ContainerStatus.STOPPED ? NONE : STOP_CONTAINER;
            case RUNNING, PAUSED, SLEEPING, STOPPED ->
                switch (container) {
                    case null -> row.launched() ? NOTE_LOST : NONE;
                    case STOPPED -> ofStopped(row);
                    case RUNNING, PAUSED -> ofStarted(row, container, linked);
                };
        };
    }

    private static Repair ofStopped(SandboxStanding row) {
        return switch (row.state()) {
            case RUNNING, PAUSED -> row.desired() == DesiredState.SLEEPING ? FINISH_SLEEP : NOTE_STOPPED;
            case STOPPED -> row.desired() == DesiredState.SLEEPING ? FINISH_SLEEP : NONE;
            default -> NONE;
        };
    }

    private static Repair ofStarted(SandboxStanding row, ContainerStatus container, boolean linked) {
        return switch (row.desired()) {
            case RUNNING ->
                container == ContainerStatus.RUNNING && linked && row.state() == SandboxState.RUNNING ? NONE : RELINK;
            case PAUSED ->
                container == ContainerStatus.PAUSED && row.state() == SandboxState.PAUSED ? NONE : FINISH_PAUSE;
            case SLEEPING -> FINISH_SLEEP;
            case DESTROYED -> FINISH_DESTRUCTION;
        };
    }
}
