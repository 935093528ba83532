package org.cofferdam.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;

/** What a viewer of a terminal sees: {@link Ready}, then output and the rest in the order in which it happened, then {@link Exit}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TerminalEvent.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = TerminalEvent.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = TerminalEvent.Resized.class, name = "resized")
})
public sealed interface TerminalEvent {

    /**
     * Output begins behind {@code position}.
     *
     * @param restore what puts a fresh terminal into the modes that were in force there (alternate screen, bracketed paste and the like);
     *     empty where output goes on exactly where the viewer was
     * @param truncated whether output between the viewer's position, or the beginning, and {@code position} is not shown
     */
    record Ready(ProcessId id, long position, String restore, boolean truncated, int cols, int rows)
            implements TerminalEvent {}

    /** This viewer was too slow: it goes on behind {@code position}. */
    record Skipped(long from, long position, String restore) implements TerminalEvent {}

    /** The terminal has another size, as the viewer who was active last has. */
    record Resized(int cols, int rows) implements TerminalEvent {}

    /** Some output; {@code position} is its last byte's. On the agent's wire it is an OUTPUT frame. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Output(long position, byte[] bytes) implements TerminalEvent {}

    /** Its process ended. On the agent's wire it is the REPLY. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Exit(ProcessEvent.Complete end) implements TerminalEvent {}
}
