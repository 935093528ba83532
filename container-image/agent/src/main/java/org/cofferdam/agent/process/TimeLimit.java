package org.cofferdam.agent.process;

import java.util.concurrent.Future;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;

/** Ends a process whose time is up. */
public final class TimeLimit {

    /** How long it may take to obey TERM. */
    private static final long GRACE_MILLIS = 500;

    private TimeLimit() {}

    /** Starts the clock, if the request says so. */
    public static void set(AgentProcess process, Execution execution, Workers workers) {
        Long timeoutMillis = process.spec().timeoutMillis();
        if (timeoutMillis != null) {
            Future<?> timeout = workers.runAfter(
                    timeoutMillis, () -> execution.stop(ProcessStatus.TIMED_OUT, Signal.TERM, GRACE_MILLIS));
            process.onEnd(() -> timeout.cancel(false));
        }
    }
}
