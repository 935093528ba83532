package org.cofferdam.persistence.sandbox;

/** What a sandbox shall be; what it is, is its {@link org.cofferdam.protocol.sandbox.SandboxState}. */
public enum DesiredState {
    RUNNING,
    PAUSED,
    SLEEPING,
    DESTROYED
}
