package org.cofferdam.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What to run, and how: {@code Command.of("make test").cwd("/workspace/app").timeout(Duration.ofMinutes(5))}. Each method changes the
 * command and returns it. Not for several threads at once.
 */
public final class Command {

    private final @Nullable String text;
    private final @Nullable List<String> argv;
    private @Nullable ProcessId processId;
    private @Nullable SessionId session;
    private @Nullable String cwd;
    private final Map<String, @Nullable String> env = new LinkedHashMap<>();
    private @Nullable String user;
    private @Nullable String stdin;
    private boolean openStdin;
    private @Nullable Long timeoutMillis;
    private @Nullable Long maxOutputBytes;
    private final List<Consumer<ProcessEvent>> callbacks = new ArrayList<>();

    private Command(@Nullable String text, @Nullable List<String> argv) {
        this.text = text;
        this.argv = argv;
    }

    /** Shell text, run by {@code bash -c}, or by its session's shell. */
    public static Command of(String text) {
        return new Command(text, null);
    }

    /** A program and its arguments, run without a shell. */
    public static Command ofArgv(String... argv) {
        return new Command(null, List.of(argv));
    }

    /** As {@link #ofArgv(String...)}. */
    public static Command ofArgv(List<String> argv) {
        return new Command(null, List.copyOf(argv));
    }

    /** The process's name within its sandbox; random by default. One that is taken is {@code PROCESS_EXISTS}. */
    public Command processId(String id) {
        processId = new ProcessId(id);
        return this;
    }

    /** The persistent shell to run it in; alone in a shell of its own by default. */
    public Command session(String id) {
        session = new SessionId(id);
        return this;
    }

    /** The working directory, for this command only. */
    public Command cwd(String directory) {
        cwd = directory;
        return this;
    }

    /** Sets a variable, for this command only. */
    public Command env(String name, String value) {
        env.put(name, value);
        return this;
    }

    /** Unsets a variable of the session, sandbox or image, for this command only. */
    public Command unsetEnv(String name) {
        env.put(name, null);
        return this;
    }

    /** A user of the image but root; the sandbox's user by default. */
    public Command user(String name) {
        user = name;
        return this;
    }

    /** Its standard input, which is empty by default. Not for {@code start}. */
    public Command stdin(String input) {
        stdin = input;
        return this;
    }

    /** Keeps its standard input open for {@link SandboxProcess#writeStdin}. Only for {@code start}. */
    public Command openStdin() {
        openStdin = true;
        return this;
    }

    /** When its whole process tree is killed; its status is {@code TIMED_OUT} then. From a millisecond on; no limit by default. */
    public Command timeout(Duration limit) {
        timeoutMillis = limit.toMillis();
        return this;
    }

    /** How much output, both streams together, is kept at most: by {@code exec} the first, by {@code start} the last; the server's default else. */
    public Command maxOutputBytes(long limit) {
        maxOutputBytes = limit;
        return this;
    }

    /** Called with standard output as it comes, cut only between characters; what is not UTF-8 in it is replaced. */
    public Command onStdout(Consumer<String> callback) {
        return onText(OutputStreamName.STDOUT, callback);
    }

    /** As {@link #onStdout} for standard error. */
    public Command onStderr(Consumer<String> callback) {
        return onText(OutputStreamName.STDERR, callback);
    }

    /** Called once with its end. */
    public Command onComplete(Consumer<ProcessEvent.Complete> callback) {
        return onEvent(event -> {
            if (event instanceof ProcessEvent.Complete complete) {
                callback.accept(complete);
            }
        });
    }

    /** Called with every event. Callbacks run on the caller's thread, in order; what they throw goes to the caller. */
    public Command onEvent(Consumer<ProcessEvent> callback) {
        callbacks.add(callback);
        return this;
    }

    private Command onText(OutputStreamName stream, Consumer<String> callback) {
        return onEvent(event -> {
            if (event instanceof ProcessEvent.Output output && output.stream() == stream) {
                callback.accept(new String(output.bytes(), StandardCharsets.UTF_8));
            }
        });
    }

    List<Consumer<ProcessEvent>> callbacks() {
        return List.copyOf(callbacks);
    }

    @Nullable Duration timeout() {
        return timeoutMillis == null ? null : Duration.ofMillis(timeoutMillis);
    }

    /** The request, with a process id in any case. */
    ExecRequest toExec() {
        if (openStdin) {
            throw new IllegalArgumentException("An open standard input is for start; give exec its text");
        }
        ProcessId id = processId == null ? ProcessId.random() : processId;
        String requestId = newRequestId();
        return new ExecRequest(
                id,
                text,
                argv,
                session,
                cwd,
                variables(),
                user,
                stdin,
                timeoutMillis,
                maxOutputBytes,
                null,
                requestId,
                null);
    }

    ProcessSpec toProcess() {
        if (stdin != null) {
            throw new IllegalArgumentException("start gives no standard input; open it and write to it");
        }
        ProcessId id = processId == null ? ProcessId.random() : processId;
        String requestId = newRequestId();
        return new ProcessSpec(
                id,
                text,
                argv,
                session,
                cwd,
                variables(),
                user,
                openStdin,
                timeoutMillis,
                maxOutputBytes,
                requestId,
                null);
    }

    private static String newRequestId() {
        return UUID.randomUUID().toString();
    }

    private @Nullable Map<String, @Nullable String> variables() {
        return env.isEmpty() ? null : env;
    }
}
