package org.cofferdam.agent.process;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;

/**
 * All processes that are remembered: those that have not ended, and of those that have the last {@value #FINISHED_COUNT} of the last ten
 * minutes, as long as they take no more than {@value #FINISHED_MEMORY} bytes of memory and {@value #FINISHED_OUTPUT} bytes of output.
 */
public final class Processes {

    static final Duration FINISHED_AGE = Duration.ofMinutes(10);
    static final int FINISHED_COUNT = 1000;
    static final int FINISHED_MEMORY = 6 << 20;
    static final long FINISHED_OUTPUT = 1L << 30;

    private final Path logs;
    private final AtomicLong logNumbers = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ProcessId, AgentProcess> byId = new LinkedHashMap<>();
    private final ArrayDeque<Finished> finished = new ArrayDeque<>();
    private long finishedMemory;
    private long finishedOutput;

    /** One that has ended, with what it takes. */
    private record Finished(AgentProcess process, Instant at, int memory, long output) {}

    /** @param logs an empty directory for the logs' files */
    public Processes(Path logs) {
        this.logs = logs;
    }

    /**
     * A new process, not yet running.
     *
     * @throws SandboxException {@code process-exists}
     */
    public AgentProcess add(ProcessSpec spec, User user, long maxOutputBytes) {
        ProcessId id = spec.id() == null ? ProcessId.random() : spec.id();
        long retention = spec.maxOutputBytes() == null ? maxOutputBytes : spec.maxOutputBytes();
        String prefix = logs.resolve("log-" + logNumbers.incrementAndGet()).toString();
        AgentProcess process = new AgentProcess(id, spec, user, new EventLog(prefix, retention));
        lock.lock();
        try {
            if (byId.putIfAbsent(id, process) != null) {
                throw new SandboxException(ErrorCode.PROCESS_EXISTS, "There is a process " + id);
            }
        } finally {
            lock.unlock();
        }
        process.onEnd(() -> finished(process));
        return process;
    }

    /** Forgets one that could not be started. */
    public void remove(AgentProcess process) {
        lock.lock();
        try {
            byId.remove(process.id(), process);
        } finally {
            lock.unlock();
        }
        process.log().delete();
    }

    private void finished(AgentProcess process) {
        Finished entry = new Finished(
                process, Instant.now(), process.memoryBytes(), process.log().kept());
        lock.lock();
        try {
            finished.add(entry);
            finishedMemory += entry.memory();
            finishedOutput += entry.output();
        } finally {
            lock.unlock();
        }
        forgetOld(entry.at());
    }

    /** Forgets what is no longer to be remembered; one that somebody reads stays for now. */
    public void forgetOld(Instant now) {
        List<AgentProcess> forgotten = new ArrayList<>();
        lock.lock();
        try {
            Iterator<Finished> oldest = finished.iterator();
            while (oldest.hasNext()) {
                Finished entry = oldest.next();
                if (!tooMany() && entry.at().isAfter(now.minus(FINISHED_AGE))) {
                    break;
                }
                if (!entry.process().log().hasReaders()) {
                    oldest.remove();
                    byId.remove(entry.process().id());
                    finishedMemory -= entry.memory();
                    finishedOutput -= entry.output();
                    forgotten.add(entry.process());
                }
            }
        } finally {
            lock.unlock();
        }
        forgotten.forEach(process -> process.log().delete());
    }

    private boolean tooMany() {
        return finished.size() > FINISHED_COUNT || finishedMemory > FINISHED_MEMORY || finishedOutput > FINISHED_OUTPUT;
    }

    /** How many there have been. */
    long started() {
        return logNumbers.get();
    }

    /** @throws SandboxException {@code process-not-found} */
    public AgentProcess require(ProcessId id) {
        lock.lock();
        try {
            AgentProcess process = byId.get(id);
            if (process == null) {
                throw new SandboxException(ErrorCode.PROCESS_NOT_FOUND, "No process " + id);
            }
            return process;
        } finally {
            lock.unlock();
        }
    }

    /** All, oldest first. */
    public List<AgentProcess> all() {
        lock.lock();
        try {
            return List.copyOf(byId.values());
        } finally {
            lock.unlock();
        }
    }
}
