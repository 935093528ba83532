package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** What can be asked of a process that was started. */
public sealed interface ProcessRequest {

    /**
     * Its events behind a position, old ones first, then as they come, to the end.
     *
     * @param after the last position seen; null for all, {@link ProcessEvent.Start} included
     * @param lossless whether this reader holds the process back rather than lose output when a full retention behind
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attach(ProcessId id, @Nullable Long after, boolean lossless) implements ProcessRequest {
        public Attach {
            if (after != null && after < 0) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "A position is not negative");
            }
        }
    }

    /** Its state. */
    record Get(ProcessId id) implements ProcessRequest {}

    /** All processes that are still remembered, oldest first. */
    record ListAll() implements ProcessRequest {}

    /**
     * Ends its whole tree: the signal, then after the grace time KILL for what is left.
     *
     * @param graceMillis 0 to 600,000
     */
    record Kill(ProcessId id, Signal signal, long graceMillis) implements ProcessRequest {
        public Kill {
            requireGrace(graceMillis);
        }
    }

    /** Ends all processes, as {@link Kill}. */
    record KillAll(Signal signal, long graceMillis) implements ProcessRequest {
        public KillAll {
            requireGrace(graceMillis);
        }
    }

    /** Sends a signal to its process group, and does nothing more. */
    record SendSignal(ProcessId id, Signal signal) implements ProcessRequest {}

    /**
     * Bytes for its standard input follow as DATA frames up to END.
     *
     * @param offset how many bytes its standard input has been sent before these; those that it has got already are left out, so that they
     *     can be sent again after a cut. Not told when null
     * @param close whether its standard input ends behind them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stdin(ProcessId id, @Nullable Long offset, boolean close) implements ProcessRequest {
        public Stdin {
            if (offset != null && offset < 0) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "offset is not negative");
            }
        }
    }

    /** Waits. */
    record Wait(ProcessId id, WaitSpec spec) implements ProcessRequest {}

    private static void requireGrace(long graceMillis) {
        if (graceMillis < 0 || graceMillis > 600_000) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "graceMillis is 0 to 600000");
        }
    }
}
