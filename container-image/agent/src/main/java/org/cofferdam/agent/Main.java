package org.cofferdam.agent;

import java.nio.file.Path;
import org.cofferdam.agent.system.Children;
import org.cofferdam.agent.wire.Token;

/**
 * PID 1 of a sandbox. Environment:
 *
 * <ul>
 *   <li>{@code COFFERDAM_AGENT_LISTEN}: {@code unix:/path} (the default is {@code unix:/run/cofferdam/agent.sock}) or {@code tcp:1.2.3.4:port}
 *   <li>{@code COFFERDAM_AGENT_TOKEN_SHA256}: of the token that the server must give, in hexadecimal; required
 *   <li>{@code COFFERDAM_AGENT_SCRATCH}: a directory of the agent's own, {@code /var/lib/cofferdam} by default
 * </ul>
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        String token = System.getenv("COFFERDAM_AGENT_TOKEN_SHA256");
        if (token == null) {
            System.err.println("COFFERDAM_AGENT_TOKEN_SHA256 is not set: nobody could use this agent");
            System.exit(2);
        }
        Children.renounceNewPrivileges();
        Children.adoptOrphans();
        Agent agent = new Agent(new Token(token), Path.of(variable("COFFERDAM_AGENT_SCRATCH", "/var/lib/cofferdam")));
        Runtime.getRuntime().addShutdownHook(new Thread(agent::stop, "stop"));
        agent.start(variable("COFFERDAM_AGENT_LISTEN", "unix:/run/cofferdam/agent.sock"));
    }

    private static String variable(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
