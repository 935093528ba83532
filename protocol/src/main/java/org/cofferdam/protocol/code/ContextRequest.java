package org.cofferdam.protocol.code;

/** What can be asked of contexts. */
public sealed interface ContextRequest {

    /** Makes one; the answer comes when its kernel is ready. */
    record Create(ContextSpec spec) implements ContextRequest {}

    /** All of them, oldest first. */
    record ListAll() implements ContextRequest {}

    /** One. */
    record Get(ContextId id) implements ContextRequest {}

    /** Ends one, with its kernel and all that this started. */
    record Delete(ContextId id) implements ContextRequest {}

    /** Starts its kernel anew; what runs or waits in it ends. The answer comes when the kernel is ready. */
    record Restart(ContextId id) implements ContextRequest {}

    /** Interrupts what runs in it, as Ctrl-C would. */
    record Interrupt(ContextId id) implements ContextRequest {}
}
