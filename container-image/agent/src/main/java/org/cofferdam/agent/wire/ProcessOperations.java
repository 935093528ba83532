package org.cofferdam.agent.wire;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.Execution;
import org.cofferdam.agent.process.Processes;
import org.cofferdam.agent.process.StdinPipe;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.Killed;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessList;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.StdinPosition;
import org.cofferdam.protocol.process.WaitResult;
import org.jspecify.annotations.Nullable;

/** The operations on processes. */
final class ProcessOperations {

    private static final long OTHER_WRITER_SECONDS = 10;

    private final Starts starts;
    private final Processes processes;
    private final Workers workers;

    ProcessOperations(Starts starts, Processes processes, Workers workers) {
        this.starts = starts;
        this.processes = processes;
        this.workers = workers;
    }

    ProcessEvent.Complete exec(Connection connection, ProcessSpec spec) throws ConnectionClosedException {
        if (spec.stdin()) {
            connection.expectData();
        }
        Starts.Begun begun = starts.begin(spec, Keep.FIRST);
        AgentProcess process = begun.process();
        StdinPipe pipe = stdinOf(process);
        if (pipe == null) {
            return new ProcessView(connection, process, null).show(null, true);
        }
        boolean ended = pipe.ended(); // then what comes is thrown away, whoever else writes
        if (!ended) {
            lock(pipe);
        }
        try (StdinFeed stdin = new StdinFeed(connection, pipe, true, begun.before() ? pipe.written() : 0)) {
            return new ProcessView(connection, process, stdin).show(null, true);
        } finally {
            if (!ended) {
                pipe.writer().unlock();
            }
        }
    }

    ProcessInfo start(ProcessSpec spec) {
        return starts.begin(spec, Keep.LAST).process().info();
    }

    ProcessEvent.Complete attach(Connection connection, ProcessRequest.Attach request)
            throws ConnectionClosedException {
        return new ProcessView(connection, processes.require(request.id()), null)
                .show(request.after(), request.lossless());
    }

    ProcessList list() {
        return new ProcessList(processes.all().stream().map(AgentProcess::info).toList());
    }

    ProcessInfo get(ProcessRequest.Get request) {
        return processes.require(request.id()).info();
    }

    ProcessInfo kill(Connection connection, ProcessRequest.Kill request) throws ConnectionClosedException {
        AgentProcess process = processes.require(request.id());
        stop(process, request.signal(), request.graceMillis());
        awaitEnd(connection, process);
        return process.info();
    }

    Killed killAll(Connection connection, ProcessRequest.KillAll request) throws ConnectionClosedException {
        List<AgentProcess> running = processes.all().stream()
                .filter(process -> !process.status().ended())
                .toList();
        running.forEach(process -> workers.run(() -> stop(process, request.signal(), request.graceMillis())));
        for (AgentProcess process : running) {
            awaitEnd(connection, process);
        }
        return new Killed(running.size());
    }

    private static void stop(AgentProcess process, Signal signal, long graceMillis) {
        Execution execution = process.execution();
        if (execution != null) {
            execution.stop(ProcessStatus.KILLED, signal, graceMillis);
        }
    }

    private static void awaitEnd(Connection connection, AgentProcess process) throws ConnectionClosedException {
        process.onEnd(connection.wake());
        try {
            while (!process.status().ended()) {
                connection.await(false, false, null, -1);
            }
        } finally {
            process.removeOnEnd(connection.wake());
        }
    }

    WaitResult await(Connection connection, ProcessRequest.Wait request) throws ConnectionClosedException {
        AgentProcess process = processes.require(request.id());
        return new WaitOperation(connection, process, request.spec().timeoutMillisOrDefault()).run(request.spec());
    }

    ProcessInfo signal(ProcessRequest.SendSignal request) {
        AgentProcess process = processes.require(request.id());
        Execution execution = process.execution();
        if (process.status().ended() || execution == null) {
            throw ended(process);
        }
        execution.signal(request.signal());
        return process.info();
    }

    StdinPosition stdin(Connection connection, ProcessRequest.Stdin request) throws ConnectionClosedException {
        connection.expectData();
        AgentProcess process = processes.require(request.id());
        StdinPipe pipe = stdinOf(process);
        if (pipe == null) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE,
                    "Process " + process.id() + " was started without a standard input",
                    "Start it with stdin: true",
                    null);
        }
        lock(pipe);
        long known = pipe.written();
        try (StdinFeed feed = new StdinFeed(connection, pipe, request.close(), skip(known, request.offset()))) {
            process.onEnd(connection.wake());
            feed.advance();
            while (!feed.finished()) {
                connection.await(feed.wantsInput(), false, feed.blockedOn(), -1);
                feed.advance();
            }
            if (feed.broken()) {
                throw ended(process);
            }
            return new StdinPosition(pipe.written(), feed.skipped());
        } finally {
            process.removeOnEnd(connection.wake());
            pipe.writer().unlock();
        }
    }

    /** How many bytes from an offset on are in the pipe already. */
    private static long skip(long written, @Nullable Long offset) {
        if (offset != null && offset > written) {
            throw new SandboxException(
                    ErrorCode.INPUT_GAP,
                    "The input at " + offset + " does not follow the " + written + " bytes that were written",
                    "Send it from there on",
                    null);
        }
        return offset == null ? 0 : written - offset;
    }

    private static void lock(StdinPipe pipe) {
        try {
            if (!pipe.writer().tryLock(OTHER_WRITER_SECONDS, TimeUnit.SECONDS)) {
                throw new SandboxException(ErrorCode.BUSY, "Somebody else writes to the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException(ErrorCode.BUSY, "The agent is ending", e);
        }
    }

    private static @Nullable StdinPipe stdinOf(AgentProcess process) {
        Execution execution = process.execution();
        return execution == null ? null : execution.stdin();
    }

    private static SandboxException ended(AgentProcess process) {
        return new SandboxException(
                ErrorCode.PROCESS_ENDED,
                process.status().ended()
                        ? "Process " + process.id() + " has ended"
                        : "Process " + process.id() + " no longer reads its standard input");
    }
}
