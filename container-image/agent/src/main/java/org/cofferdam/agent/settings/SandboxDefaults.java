package org.cofferdam.agent.settings;

import java.util.Map;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.Environments;
import org.cofferdam.agent.user.User;
import org.jspecify.annotations.Nullable;

/** What a request that says nothing else gets. */
public record SandboxDefaults(
        User user,
        CommandEnvironment environment,
        String cwd,
        long maxOutputBytes,
        Map<String, @Nullable String> sandboxVariables,
        Environments environments) {

    /** The environment of commands of {@code other}. */
    public CommandEnvironment environmentOf(User other) {
        return other.equals(user) ? environment : environments.forUser(other, sandboxVariables);
    }

    /** An absolute path: a relative one starts at the sandbox's working directory. */
    public String resolve(@Nullable String path) {
        if (path == null) {
            return cwd;
        }
        return path.startsWith("/") ? path : cwd + "/" + path;
    }
}
