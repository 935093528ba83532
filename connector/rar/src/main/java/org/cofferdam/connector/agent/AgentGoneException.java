package org.cofferdam.connector.agent;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The agent that a link was made for has ended, as far as can be known from outside: nobody listens, or somebody new does. */
final class AgentGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    AgentGoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
