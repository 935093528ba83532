package org.cofferdam.protocol.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.jspecify.annotations.Nullable;

/**
 * The request that makes a session.
 *
 * @param id generated when null
 * @param cwd where the shell starts; the sandbox's working directory when null
 * @param user an image's user but root; the sandbox's user when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionSpec(
        @Nullable SessionId id,
        @Nullable String cwd,
        @Nullable Map<String, @Nullable String> env,
        @Nullable String user) {

    public SessionSpec {
        if (env != null) {
            env = Environment.requireValid(env);
        }
    }
}
