package org.cofferdam.agent.code;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.log.Keep;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** All runs that are remembered: those that have not ended and the last {@value #FINISHED} that have, as long as these keep no more than {@value #FINISHED_BYTES} bytes. */
final class Runs {

    private static final int FINISHED = 200;
    private static final long FINISHED_BYTES = 512L << 20;

    private final Path logs;
    private final AtomicLong made = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RunId, Run> byId = new LinkedHashMap<>();

    Runs(Path logs) {
        this.logs = logs;
    }

    /** @throws SandboxException {@code execution-exists} */
    Run add(RunSpec spec, ContextId context, long maxOutputBytes) {
        RunId id = spec.executionId() == null ? RunId.random() : spec.executionId();
        long retention = spec.maxOutputBytes() == null ? maxOutputBytes : spec.maxOutputBytes();
        Run run = new Run(
                id,
                context,
                spec,
                new EventLog(logs.resolve("run-" + made.incrementAndGet()).toString(), retention, Keep.LAST));
        lock.lock();
        try {
            if (byId.putIfAbsent(id, run) != null) {
                throw new SandboxException(ErrorCode.EXECUTION_EXISTS, "There is an execution " + id);
            }
            forgetOld();
        } finally {
            lock.unlock();
        }
        return run;
    }

    private void forgetOld() {
        long count = 0;
        long bytes = 0;
        for (Run run : byId.values()) {
            if (run.complete() != null) {
                count++;
                bytes += run.log().kept();
            }
        }
        Iterator<Run> oldest = byId.values().iterator();
        while ((count > FINISHED || bytes > FINISHED_BYTES) && oldest.hasNext()) {
            Run run = oldest.next();
            if (run.complete() != null && !run.log().hasReaders()) {
                count--;
                bytes -= run.log().kept();
                oldest.remove();
                run.log().delete();
            }
        }
    }

    void remove(Run run) {
        lock.lock();
        try {
            byId.remove(run.id(), run);
        } finally {
            lock.unlock();
        }
        run.log().delete();
    }

    /** @throws SandboxException {@code execution-not-found} */
    Run require(RunId id) {
        lock.lock();
        try {
            Run run = byId.get(id);
            if (run == null) {
                throw new SandboxException(ErrorCode.EXECUTION_NOT_FOUND, "No execution " + id);
            }
            return run;
        } finally {
            lock.unlock();
        }
    }
}
