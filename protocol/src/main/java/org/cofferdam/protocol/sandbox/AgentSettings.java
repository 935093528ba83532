package org.cofferdam.protocol.sandbox;

import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.jspecify.annotations.Nullable;

/**
 * What the server tells an agent whenever it finds it started anew, and when the sandbox's environment changes.
 *
 * @param env the sandbox's variables, all of them; a null value unsets one of the image
 * @param user whom commands and file operations belong to
 * @param cwd where commands and relative paths start
 * @param maxOutputBytes how much output of one process is kept unless it says otherwise
 */
public record AgentSettings(Map<String, @Nullable String> env, String user, String cwd, long maxOutputBytes) {

    public AgentSettings {
        env = Environment.requireValid(env);
    }
}
