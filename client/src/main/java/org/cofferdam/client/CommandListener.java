package org.cofferdam.client;

import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * Debug hooks: sees every command that a {@link Cofferdam} runs, those of {@code exec} as well as of {@code execStream}. Called on the
 * command's own thread, before its caller sees the same; what it throws goes to that caller.
 */
public interface CommandListener {

    /** A command is about to be sent; its request names the process. */
    default void onCommandStart(SandboxId sandbox, ExecRequest request) {}

    /** Some output came. */
    default void onOutput(SandboxId sandbox, ExecRequest request, ProcessEvent.Output output) {}

    /** The command ended. */
    default void onCommandComplete(SandboxId sandbox, ExecRequest request, ProcessEvent.Complete end) {}
}
