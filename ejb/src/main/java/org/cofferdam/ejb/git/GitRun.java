package org.cofferdam.ejb.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.jspecify.annotations.Nullable;

/** A run of git as it goes on; for one thread, but any thread may close it. */
final class GitRun implements AutoCloseable {

    /** The most that git may answer. */
    private static final int MOST_ANSWER = 16 << 20;

    /** How much of its last complaints is kept. */
    private static final int COMPLAINTS = 32 << 10;

    private final GitCommand command;
    private final ProcessStream stream;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final StringBuilder complaints = new StringBuilder();
    private final boolean cut;
    private boolean truncated;

    /** @param cut whether a longer answer is cut; else it is an error */
    private GitRun(GitCommand command, ProcessStream stream, boolean cut) {
        this.command = command;
        this.stream = stream;
        this.cut = cut;
    }

    static GitRun start(AgentLink agent, GitCommand command) {
        return start(agent, command, false);
    }

    static GitRun start(AgentLink agent, GitCommand command, boolean cut) {
        return new GitRun(command, agent.exec(command.toProcess(), command.stdin()), cut);
    }

    /** Runs to the end; whatever exit code git has. */
    static Result finish(AgentLink agent, GitCommand command) {
        try (GitRun run = start(agent, command)) {
            return run.finish();
        }
    }

    /** What git answers; what it complains of is an exception. */
    static String answer(AgentLink agent, GitCommand command) {
        Result result = finish(agent, command);
        if (!result.success()) {
            throw GitFailure.of(result, command);
        }
        return result.answer();
    }

    /**
     * How it ended.
     *
     * @param complaints the last ones, for nobody to see before they are looked through
     */
    record Result(ProcessEvent.Complete end, String answer, String complaints, boolean truncated) {
        boolean success() {
            return end.success();
        }
    }

    Result finish() {
        return finish(_ -> {});
    }

    /** @param listener hears complaints as they come, progress among them */
    Result finish(Consumer<String> listener) {
        Result result = null;
        while (result == null) {
            result = advance(listener);
        }
        return result;
    }

    /** Takes one event; null while it goes on. */
    @Nullable Result advance(Consumer<String> listener) {
        ProcessEvent event = stream.next();
        switch (event) {
            case null -> throw new SandboxException(ErrorCode.AGENT_LOST, "Nobody follows git any more");
            case ProcessEvent.Output output when output.stream() == OutputStreamName.STDOUT -> answered(output.bytes());
            case ProcessEvent.Output output -> complained(new String(output.bytes(), StandardCharsets.UTF_8), listener);
            case ProcessEvent.Complete end -> {
                return new Result(end, answer.toString(StandardCharsets.UTF_8), complaints.toString(), truncated);
            }
            case ProcessEvent.Start _, ProcessEvent.Truncated _ -> {}
        }
        return null;
    }

    private void answered(byte[] bytes) {
        int room = Math.min(bytes.length, MOST_ANSWER - answer.size());
        answer.write(bytes, 0, room);
        truncated |= room < bytes.length;
        if (truncated && !cut) {
            throw new SandboxException(
                    ErrorCode.TOO_LARGE,
                    "Git answers with more than " + MOST_ANSWER + " bytes",
                    "Ask for less, or run git as a command",
                    null);
        }
    }

    private void complained(String text, Consumer<String> listener) {
        listener.accept(text);
        complaints.append(text);
        if (complaints.length() > 2 * COMPLAINTS) {
            complaints.delete(0, complaints.length() - COMPLAINTS);
        }
    }

    GitCommand command() {
        return command;
    }

    @Override
    public void close() {
        stream.close();
    }
}
