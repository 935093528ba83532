package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What to run and how: the request of {@code POST processes}, and what the server sends its agent for an exec too.
 *
 * @param id its name; generated when null
 * @param command shell text, run by {@code bash -c} (or {@code sh -c} where there is no bash); or
 * @param argv a program and its arguments, run without a shell; exactly one of the two is given
 * @param session the persistent shell to run it in; alone in a shell of its own when null
 * @param cwd working directory, for this command only
 * @param env variables, for this command only; null as a value unsets one
 * @param user a user of the image but root; the sandbox's user when null
 * @param stdin whether its standard input is a pipe that somebody will write to; empty otherwise
 * @param timeoutMillis time after which its whole tree is killed, 1 or more; none when null
 * @param maxOutputBytes how much output, both streams together, is kept at most; the server's default when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessSpec(
        @Nullable ProcessId id,
        @Nullable String command,
        @Nullable List<String> argv,
        @Nullable SessionId session,
        @Nullable String cwd,
        @Nullable Map<String, @Nullable String> env,
        @Nullable String user,
        boolean stdin,
        @Nullable Long timeoutMillis,
        @Nullable Long maxOutputBytes) {

    public ProcessSpec {
        CommandRules.check(command, argv, cwd, timeoutMillis, maxOutputBytes);
        if (argv != null) {
            argv = List.copyOf(argv);
        }
        if (session != null && user != null) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "user is the session's; give it when making the session");
        }
        if (env != null) {
            env = Environment.requireValid(env);
        }
    }

    public ProcessSpec withId(ProcessId newId) {
        return new ProcessSpec(newId, command, argv, session, cwd, env, user, stdin, timeoutMillis, maxOutputBytes);
    }
}
