package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
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
 * @param requestId names this request, 1 to 64 characters, so that it can be sent again after a cut: where {@code id} is that of the process
 *     which it has started, it means that process, instead of {@code process-exists}
 * @param sentMillisAgo when it is sent again: how long ago it was sent first. Where nobody can tell any more whether it started a process
 *     then, because the sandbox has started anew or has forgotten processes since, it is {@code process-lost} and starts none
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
        @Nullable Long maxOutputBytes,
        @Nullable String requestId,
        @Nullable Long sentMillisAgo) {

    public ProcessSpec {
        CommandRules.check(command, argv, cwd, timeoutMillis, maxOutputBytes);
        CommandRules.checkRepetition(requestId, sentMillisAgo);
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

    /** A request that is not sent again. */
    public ProcessSpec(
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
        this(id, command, argv, session, cwd, env, user, stdin, timeoutMillis, maxOutputBytes, null, null);
    }

    public ProcessSpec withId(ProcessId newId) {
        return with(newId, requestId, sentMillisAgo);
    }

    /** With an id and a request id in any case. */
    public ProcessSpec named() {
        return with(
                id == null ? ProcessId.random() : id,
                requestId == null ? ProcessId.random().value() : requestId,
                sentMillisAgo);
    }

    /** The same request, sent again. */
    public ProcessSpec repeated(Duration sinceFirst) {
        return with(id, requestId, sinceFirst.toMillis());
    }

    private ProcessSpec with(
            @Nullable ProcessId newId, @Nullable String newRequestId, @Nullable Long newSentMillisAgo) {
        return new ProcessSpec(
                newId,
                command,
                argv,
                session,
                cwd,
                env,
                user,
                stdin,
                timeoutMillis,
                maxOutputBytes,
                newRequestId,
                newSentMillisAgo);
    }
}
