package org.cofferdam.persistence.sandbox;

import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxState;

/**
 * What a sandbox shall be and what it is, as far as the database knows.
 *
 * @param container the name of its container
 * @param launched whether it ran once: its container holds files
 */
public record SandboxStanding(
        SandboxId id, String container, DesiredState desired, SandboxState state, boolean launched) {

    /** Whether it runs and shall. */
    public boolean runs() {
        return desired == DesiredState.RUNNING && state == SandboxState.RUNNING;
    }

    /** Whether it is what it shall be. */
    public boolean settled() {
        return switch (desired) {
            case RUNNING -> state == SandboxState.RUNNING;
            case PAUSED -> state == SandboxState.PAUSED;
            case SLEEPING -> state == SandboxState.SLEEPING;
            case DESTROYED -> false;
        };
    }
}
