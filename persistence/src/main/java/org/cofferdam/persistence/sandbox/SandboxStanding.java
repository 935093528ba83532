package org.cofferdam.persistence.sandbox;

import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxState;

/** What a sandbox shall be and what it is, as far as the database knows. */
public record SandboxStanding(SandboxId id, DesiredState desired, SandboxState state) {}
