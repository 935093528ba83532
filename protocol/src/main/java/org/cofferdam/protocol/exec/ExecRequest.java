package org.cofferdam.protocol.exec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.process.CommandRules;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@code POST exec}; members as in {@link ProcessSpec}.
 *
 * @param processId a name for the process, so that a client whose connection was cut before the answer can find it again
 * @param stdin text for its standard input, which is empty when null
 * @param maxOutputBytes what is printed behind the first so many bytes, both streams together, is left out; the server's default when null
 * @param encoding of the output in the answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecRequest(
        @Nullable ProcessId processId,
        @Nullable String command,
        @Nullable List<String> argv,
        @Nullable SessionId session,
        @Nullable String cwd,
        @Nullable Map<String, @Nullable String> env,
        @Nullable String user,
        @Nullable String stdin,
        @Nullable Long timeoutMillis,
        @Nullable Long maxOutputBytes,
        @Nullable OutputEncoding encoding,
        @Nullable String requestId,
        @Nullable Long sentMillisAgo) {

    public ExecRequest {
        CommandRules.check(command, argv, cwd, timeoutMillis, maxOutputBytes);
        CommandRules.checkRepetition(requestId, sentMillisAgo);
        if (argv != null) {
            argv = List.copyOf(argv);
        }
        if (env != null) {
            env = Environment.requireValid(env);
        }
    }

    /** The process to start for this request. */
    public ProcessSpec toProcess() {
        return new ProcessSpec(
                processId == null ? ProcessId.random() : processId,
                command,
                argv,
                session,
                cwd,
                env,
                user,
                stdin != null && !stdin.isEmpty(),
                timeoutMillis,
                maxOutputBytes,
                requestId,
                sentMillisAgo);
    }

    /** The same request, sent again. */
    public ExecRequest repeated(Duration sinceFirst) {
        return new ExecRequest(
                processId,
                command,
                argv,
                session,
                cwd,
                env,
                user,
                stdin,
                timeoutMillis,
                maxOutputBytes,
                encoding,
                requestId,
                sinceFirst.toMillis());
    }
}
