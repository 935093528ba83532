package org.cofferdam.persistence.sandbox;

import java.util.Map;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SleepAfter;

/** A sandbox to be made, with every default filled in. */
public record NewSandbox(
        SandboxId id, Blueprint blueprint, Variables env, Map<String, String> labels, SleepAfter sleepAfter) {}
