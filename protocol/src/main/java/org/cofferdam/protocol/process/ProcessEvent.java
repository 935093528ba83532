package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * One event of a process's log. A log is {@link Start}, then {@link Output} and {@link Truncated}, then {@link Complete}.
 *
 * <p>Events are numbered by position: the number of output bytes, both streams together, up to and including the event. A reader
 * that saw position N resumes with {@code after = N} and misses nothing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ProcessEvent.Start.class, name = "start"),
    @JsonSubTypes.Type(value = ProcessEvent.Output.class, name = "output"),
    @JsonSubTypes.Type(value = ProcessEvent.Truncated.class, name = "truncated"),
    @JsonSubTypes.Type(value = ProcessEvent.Complete.class, name = "complete")
})
public sealed interface ProcessEvent {

    /** The number that a reader resumes behind. */
    long position();

    /** It began; position 0. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Start(
            ProcessId processId,
            @Nullable Long pid,
            @Nullable SessionId session,
            Instant startedAt) implements ProcessEvent {
        @Override
        public long position() {
            return 0;
        }
    }

    /**
     * Some output; never empty. On the agent's wire it travels as an OUTPUT frame, not as JSON.
     *
     * @param position of its last byte
     * @param bytes owned by the event; not copied, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Output(OutputStreamName stream, long position, byte[] bytes) implements ProcessEvent {}

    /** The bytes behind {@code from} up to and including {@code to} are no longer kept. */
    record Truncated(long from, long to) implements ProcessEvent {
        @Override
        public long position() {
            return to;
        }
    }

    /**
     * Its end.
     *
     * @param position one more than its last output's
     * @param exitCode as the kernel reported it, only for {@code exited}
     * @param signal that ended it, where one did
     * @param truncated whether some of its output is no longer kept
     * @param sessionEnded whether its session's shell ended with it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Complete(
            long position,
            ProcessStatus status,
            @Nullable Integer exitCode,
            @Nullable String signal,
            boolean truncated,
            boolean sessionEnded,
            Instant startedAt,
            long durationMillis)
            implements ProcessEvent {

        public boolean success() {
            return status == ProcessStatus.EXITED && exitCode != null && exitCode == 0;
        }
    }
}
