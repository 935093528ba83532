package org.cofferdam.agent.process;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.cofferdam.agent.system.Children.Ended;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Descriptors.Pipe;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.system.Spawn;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.agent.user.Become;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.jspecify.annotations.Nullable;

/** Starts processes that are programs of their own. */
final class Programs {

    /** How long a process whose time is up may take to obey TERM. */
    private static final long TIMEOUT_GRACE_MILLIS = 500;

    private static final long BUSY_PROGRAM_NANOS = 1_000_000;

    private final Reaper reaper;
    private final Pump pump;
    private final Workers workers;
    private final Become become;
    private final int devNull = FileCalls.open("/dev/null".getBytes(StandardCharsets.US_ASCII), FileCalls.O_RDWR, 0);

    /** For output that is left when a process has ended; two, as two threads come across that. */
    private final MemorySegment reaperBuffer = Pump.buffer();

    private final MemorySegment timerBuffer = Pump.buffer();

    Programs(Reaper reaper, Pump pump, Workers workers, Become become) {
        this.reaper = reaper;
        this.pump = pump;
        this.workers = workers;
        this.become = become;
    }

    /**
     * Starts it.
     *
     * @param arguments what {@link Become} wants: the program's path, then argv
     * @throws SandboxException {@code cwd-not-found}, {@code too-large}, {@code quota-exceeded}; nothing was started then
     */
    void start(AgentProcess process, List<byte[]> arguments, CommandEnvironment environment, String cwd) {
        Pipe in = process.spec().stdin() ? Descriptors.pipe() : null;
        Pipe out = Descriptors.pipe();
        Pipe err = Descriptors.pipe();
        StdinPipe stdin = in == null ? null : new StdinPipe(nonBlocking(in.writeEnd()));
        Program program = new Program(process, reaper, stdin);
        ProcessOutput output = new ProcessOutput(
                process.log(), pump, nonBlocking(out.readEnd()), nonBlocking(err.readEnd()), process::publishEnd);
        process.log().onRoom(output::resume);
        process.assign(program);
        process.begin();
        try {
            int childIn = in == null ? devNull : in.readEnd();
            List<byte[]> variables =
                    environment.entries(ProcessTree.MARK, process.id().value());
            program.hasPid(reaper.start(
                    () -> spawn(process.user(), arguments, variables, cwd, childIn, out.writeEnd(), err.writeEnd()),
                    ended -> ended(process, output, ended)));
        } catch (SystemCallException e) {
            output.abandon();
            if (stdin != null) {
                stdin.close();
            }
            throw refused(e, cwd);
        } finally {
            if (in != null) {
                Descriptors.close(in.readEnd());
            }
            Descriptors.close(out.writeEnd());
            Descriptors.close(err.writeEnd());
        }
        output.resume();
        if (stdin != null) {
            process.onEnd(stdin::close);
        }
        limit(process);
    }

    private static int nonBlocking(int pipeEnd) {
        Descriptors.setNonBlocking(pipeEnd);
        Descriptors.enlarge(pipeEnd);
        return pipeEnd;
    }

    private int spawn(User user, List<byte[]> arguments, List<byte[]> variables, String cwd, int in, int out, int err) {
        String program = become.program(user.identity());
        byte[] directory = cwd.getBytes(StandardCharsets.UTF_8);
        try (FileRights _ = FileRights.of(user.identity())) {
            while (true) {
                try {
                    return Spawn.start(program, arguments, variables, directory, in, out, err);
                } catch (SystemCallException e) {
                    // The program was written a moment ago, and a child of another thread, not yet at its exec, holds
                    // the file open.
                    if (e.errno() != Errno.ETXTBSY) {
                        throw e;
                    }
                    LockSupport.parkNanos(BUSY_PROGRAM_NANOS);
                }
            }
        }
    }

    private static SandboxException refused(SystemCallException e, String cwd) {
        return switch (e.errno()) {
            case Errno.E2BIG ->
                new SandboxException(
                        ErrorCode.TOO_LARGE, "Command and environment are longer than the kernel allows", e);
            case Errno.EAGAIN, Errno.ENOMEM ->
                new SandboxException(
                        ErrorCode.QUOTA_EXCEEDED,
                        "The sandbox has no room for another process",
                        "End some, or raise the sandbox's limits",
                        e);
            case Errno.ENOENT, Errno.ENOTDIR, Errno.EACCES, Errno.ELOOP, Errno.ENAMETOOLONG ->
                new SandboxException(ErrorCode.CWD_NOT_FOUND, "Cannot enter the working directory " + cwd, e);
            default -> new SandboxException(ErrorCode.INTERNAL_ERROR, "Cannot start a process", e);
        };
    }

    private void ended(AgentProcess process, ProcessOutput output, Ended ended) {
        process.ended(ended);
        if (!output.processEnded(reaperBuffer)) {
            Future<?> linger = workers.after(ProcessOutput.LINGER_MILLIS, () -> output.lingered(timerBuffer));
            process.onEnd(() -> linger.cancel(false));
        }
    }

    private void limit(AgentProcess process) {
        @Nullable Long timeoutMillis = process.spec().timeoutMillis();
        Execution execution = process.execution();
        if (timeoutMillis != null && execution != null) {
            Future<?> timeout = workers.runAfter(
                    timeoutMillis, () -> execution.stop(ProcessStatus.TIMED_OUT, Signal.TERM, TIMEOUT_GRACE_MILLIS));
            process.onEnd(() -> timeout.cancel(false));
        }
    }
}
