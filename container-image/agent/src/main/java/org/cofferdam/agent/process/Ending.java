package org.cofferdam.agent.process;

import org.cofferdam.agent.system.Children.Ended;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.jspecify.annotations.Nullable;

/** How a process ended: what the kernel reported, seen together with what we did to it. */
public record Ending(
        ProcessStatus status,
        @Nullable Integer exitCode,
        @Nullable String signal) {

    public static Ending exited(int code) {
        return new Ending(ProcessStatus.EXITED, code, null);
    }

    /** Of a process that we ended otherwise than by a signal to it, or before it ran. */
    public static Ending withoutRunning(ProcessStatus status) {
        return new Ending(status, null, null);
    }

    /**
     * @param stopped why we ended it, where we did
     * @param sent the signals that we sent it, bit n for signal n
     */
    public static Ending of(Ended ended, @Nullable ProcessStatus stopped, long sent) {
        if (!ended.exited()) {
            boolean ours = (sent & 1L << ended.status()) != 0;
            ProcessStatus status = !ours ? ProcessStatus.SIGNALED : stopped == null ? ProcessStatus.KILLED : stopped;
            return new Ending(status, null, Signal.nameOf(ended.status()));
        }
        // It can have handled any signal but KILL: then it obeyed.
        boolean catchable = (sent & ~(1L << Signal.KILL.number())) != 0;
        return stopped != null && catchable ? new Ending(stopped, null, null) : exited(ended.status());
    }
}
