package org.cofferdam.agent.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.cofferdam.agent.system.Children.Ended;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.system.Spawn;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.agent.user.Become;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Starts programs as users, known to the reaper. */
public final class Spawner {

    private static final long BUSY_PROGRAM_NANOS = 1_000_000;

    private final Reaper reaper;
    private final Become become;
    private final int devNull = FileCalls.open("/dev/null".getBytes(StandardCharsets.US_ASCII), FileCalls.O_RDWR, 0);

    Spawner(Reaper reaper, Become become) {
        this.reaper = reaper;
        this.become = become;
    }

    /** A descriptor of /dev/null, never closed. */
    public int devNull() {
        return devNull;
    }

    /**
     * Starts a program.
     *
     * @param arguments what {@link Become} wants: the program's path, then argv
     * @param onEnd called once, on the reaper's thread
     * @return its pid
     * @throws SandboxException {@code cwd-not-found}, {@code too-large}, {@code quota-exceeded}; nothing was started then
     */
    public int start(
            User user, List<byte[]> arguments, List<byte[]> variables, String cwd, Stdio stdio, Consumer<Ended> onEnd) {
        String program = become.program(user.identity());
        byte[] directory = cwd.getBytes(StandardCharsets.UTF_8);
        try (FileRights _ = FileRights.of(user.identity())) {
            return reaper.start(() -> spawn(program, arguments, variables, directory, stdio), onEnd);
        } catch (SystemCallException e) {
            throw refused(e, cwd);
        }
    }

    private static int spawn(
            String program, List<byte[]> arguments, List<byte[]> variables, byte[] directory, Stdio stdio) {
        while (true) {
            try {
                String terminal = stdio.terminal();
                if (terminal != null) {
                    return Spawn.startInTerminal(program, arguments, variables, directory, terminal);
                }
                return Spawn.start(program, arguments, variables, directory, stdio.in(), stdio.out(), stdio.err());
            } catch (SystemCallException e) {
                // The program was written a moment ago, and a child of another thread, not yet at its exec, holds the
                // file open.
                if (e.errno() != Errno.ETXTBSY) {
                    throw e;
                }
                LockSupport.parkNanos(BUSY_PROGRAM_NANOS);
            }
        }
    }

    private static SandboxException refused(SystemCallException e, String cwd) {
        return switch (e.errno()) {
            case Errno.E2BIG ->
                new SandboxException(
                        ErrorCode.TOO_LARGE, "Command and environment are longer than the kernel allows", e);
            case Errno.EAGAIN, Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE ->
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
}
