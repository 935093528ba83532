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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.log.EventLog;
import org.cofferdam.agent.log.Keep;
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

    /** What a question may take to get here, by which its times are wrong. */
    private static final long ON_THE_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Path logs;
    private final AtomicLong logNumbers = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ProcessId, AgentProcess> byId = new LinkedHashMap<>();
    private final ArrayDeque<Finished> finished = new ArrayDeque<>();
    private final long createdNanos = System.nanoTime();
    private boolean forgot;
    private long forgottenNanos;
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
     * @param maxOutputBytes where the request does not say it
     * @param keep what is kept where the request limits it
     * @throws SandboxException {@code process-exists}
     */
    public AgentProcess add(ProcessSpec spec, User user, long maxOutputBytes, Keep keep) {
        ProcessId id = spec.id() == null ? ProcessId.random() : spec.id();
        long retention = spec.maxOutputBytes() == null ? maxOutputBytes : spec.maxOutputBytes();
        String prefix = logs.resolve("log-" + logNumbers.incrementAndGet()).toString();
        AgentProcess process = new AgentProcess(
                id, spec, user, new EventLog(prefix, retention, spec.maxOutputBytes() == null ? Keep.LAST : keep));
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
                    forget(entry.process());
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

    /** Notes when the youngest was started. */
    private void forget(AgentProcess process) {
        long started = process.startedNanos();
        forgottenNanos = forgot ? Math.max(forgottenNanos, started) : started;
        forgot = true;
    }

    private boolean tooMany() {
        return finished.size() > FINISHED_COUNT || finishedMemory > FINISHED_MEMORY || finishedOutput > FINISHED_OUTPUT;
    }

    /** How many there have been. */
    long started() {
        return logNumbers.get();
    }

    /**
     * Whether a process that was asked for so long ago may have been started and not be known now: by the agent's life before this one, which
     * ended at least a container's start ago, or because it was forgotten.
     */
    public boolean forgotSince(long millis) {
        long asked = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            return asked - createdNanos <= 0 || (forgot && asked - ON_THE_WAY_NANOS - forgottenNanos <= 0);
        } finally {
            lock.unlock();
        }
    }

    public Optional<AgentProcess> find(ProcessId id) {
        lock.lock();
        try {
            return Optional.ofNullable(byId.get(id));
        } finally {
            lock.unlock();
        }
    }

    /** @throws SandboxException {@code process-not-found} */
    public AgentProcess require(ProcessId id) {
        return find(id).orElseThrow(() -> new SandboxException(ErrorCode.PROCESS_NOT_FOUND, "No process " + id));
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
