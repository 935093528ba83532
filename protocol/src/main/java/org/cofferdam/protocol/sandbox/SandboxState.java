package org.cofferdam.protocol.sandbox;

/** The states of a sandbox, as observed. */
public enum SandboxState {
    /** Its container is being made or started. */
    PENDING,
    /** Its agent answers. */
    RUNNING,
    /** Its processes are frozen; {@code resume} thaws them. */
    PAUSED,
    /** Put to sleep: no processes, files kept; the next use wakes it. */
    SLEEPING,
    /** Its container ended by itself (killed, out of memory, platform restarted): files kept; the next use starts it. */
    STOPPED,
    /** It cannot run, {@code failure} says why; {@code wake} tries again, with new files where the old ones are gone. */
    FAILED,
    /** Gone for good. */
    DESTROYED
}
