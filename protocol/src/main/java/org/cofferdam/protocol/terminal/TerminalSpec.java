package org.cofferdam.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.CommandRules;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What to run in a new terminal, and how.
 *
 * @param id the name of its process; generated when null
 * @param command shell text; or
 * @param argv a program and its arguments; the user's shell when both are null
 * @param session whose working directory and exported variables it starts with, as they are then; the sandbox's when null
 * @param cwd working directory
 * @param env variables on top; null as a value unsets one
 * @param user a user of the image but root; the session's or the sandbox's when null
 * @param size to begin with
 * @param idleMillis it is ended when nobody has watched it for so long: 1,000 to 604,800,000 (a week), {@value #IDLE_MILLIS} when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TerminalSpec(
        @Nullable ProcessId id,
        @Nullable String command,
        @Nullable List<String> argv,
        @Nullable SessionId session,
        @Nullable String cwd,
        @Nullable Map<String, @Nullable String> env,
        @Nullable String user,
        @Nullable TerminalSize size,
        @Nullable Long idleMillis) {

    /** An hour. */
    public static final long IDLE_MILLIS = 3_600_000;

    public static final TerminalSpec SHELL = new TerminalSpec(null, null, null, null, null, null, null, null, null);

    private static final long LEAST_IDLE_MILLIS = 1_000;
    private static final long MOST_IDLE_MILLIS = 604_800_000;

    public TerminalSpec {
        if (command != null || argv != null) {
            CommandRules.check(command, argv, cwd, null, null);
        } else {
            CommandRules.check("", null, cwd, null, null);
        }
        if (argv != null) {
            argv = List.copyOf(argv);
        }
        if (env != null) {
            env = Environment.requireValid(env);
        }
        if (session != null && user != null) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "user is the session's; give only one of them");
        }
        if (idleMillis != null && (idleMillis < LEAST_IDLE_MILLIS || idleMillis > MOST_IDLE_MILLIS)) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "idleMillis is " + LEAST_IDLE_MILLIS + " to " + MOST_IDLE_MILLIS);
        }
    }

    public TerminalSpec withId(ProcessId newId) {
        return new TerminalSpec(newId, command, argv, session, cwd, env, user, size, idleMillis);
    }

    public TerminalSize sizeOrDefault() {
        return size == null ? TerminalSize.DEFAULT : size;
    }

    public long idleMillisOrDefault() {
        return idleMillis == null ? IDLE_MILLIS : idleMillis;
    }
}
