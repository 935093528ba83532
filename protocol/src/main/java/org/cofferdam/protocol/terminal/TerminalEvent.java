package org.cofferdam.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer of a terminal sees: {@link Ready}, then output and the rest in the order in which it happened, then {@link Exit}. Output alone
 * is never JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TerminalEvent.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = TerminalEvent.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = TerminalEvent.Resized.class, name = "resized"),
    @JsonSubTypes.Type(value = TerminalEvent.Exit.class, name = "exit"),
    @JsonSubTypes.Type(value = TerminalEvent.Failure.class, name = "error")
})
public sealed interface TerminalEvent {

    /**
     * Output begins behind {@code position}.
     *
     * @param restore what puts a fresh terminal into the modes that were in force there (alternate screen, bracketed paste and the like);
     *     empty where output goes on exactly where the viewer was
     * @param live output up to here was printed before this viewer came: what a screen answers to it, as to a question for its kind, must
     *     not be typed
     * @param truncated whether output between the viewer's position, or the beginning, and {@code position} is not shown
     */
    record Ready(ProcessId id, long position, long live, String restore, boolean truncated, int cols, int rows)
            implements TerminalEvent {}

    /** This viewer was too slow: it goes on behind {@code position}. */
    record Skipped(long from, long position, String restore) implements TerminalEvent {}

    /** The terminal has another size, as the viewer who was active last has. */
    record Resized(int cols, int rows) implements TerminalEvent {}

    /** Some output; {@code position} is its last byte's. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Output(long position, byte[] bytes) implements TerminalEvent {}

    /** Its process ended, as the kernel reported it or {@code lost}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Exit(
            ProcessStatus status,
            @Nullable Integer exitCode,
            @Nullable String signal,
            Instant startedAt,
            long durationMillis)
            implements TerminalEvent {

        public static Exit of(ProcessEvent.Complete end) {
            return new Exit(end.status(), end.exitCode(), end.signal(), end.startedAt(), end.durationMillis());
        }
    }

    /** What the viewer asked for was refused, or the connection to the terminal broke. */
    record Failure(Problem problem) implements TerminalEvent {}
}
