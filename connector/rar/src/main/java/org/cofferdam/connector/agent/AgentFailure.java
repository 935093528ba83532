package org.cofferdam.connector.agent;

import java.io.IOException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Turns what can go wrong on the way to an agent into the errors that leave the adapter. */
final class AgentFailure {

    private AgentFailure() {}

    /** For an operation that ended with its connection. */
    static SandboxException of(IOException cause, AgentConnection connection) {
        String detail = connection.expired()
                ? "The sandbox's agent did not answer in time"
                : "The connection to the sandbox's agent broke";
        return new SandboxException(ErrorCode.AGENT_LOST, detail, cause);
    }

    /** For an operation that got no connection. */
    static SandboxException unreachable(Exception cause) {
        return new SandboxException(ErrorCode.AGENT_LOST, "The sandbox's agent cannot be reached", cause);
    }

    /** For an operation on a link that has been closed. */
    static SandboxException closed() {
        return new SandboxException(ErrorCode.AGENT_LOST, "The link to the sandbox's agent is closed");
    }

    /** The agent does not take our token: the caller's own credentials are fine, so its code must not reach him. */
    static SandboxException refused(SandboxException cause) {
        return new SandboxException(
                ErrorCode.AGENT_LOST,
                "The sandbox's agent does not know this server",
                "The container belongs to another installation or database; destroy the sandbox and create it again",
                cause);
    }
}
