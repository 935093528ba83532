package org.cofferdam.protocol.session;

/** What can be asked of sessions. */
public sealed interface SessionRequest {

    /** Makes one. */
    record Create(SessionSpec spec) implements SessionRequest {}

    /** All of them, oldest first. */
    record ListAll() implements SessionRequest {}

    /** One. */
    record Get(SessionId id) implements SessionRequest {}

    /** Ends one, and all that runs in it. */
    record Delete(SessionId id) implements SessionRequest {}
}
