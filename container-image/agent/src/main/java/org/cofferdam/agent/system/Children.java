package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Child processes: how they end, and signals to them. */
public final class Children {

    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final int CLD_EXITED = 1;
    private static final int SIGINFO_BYTES = 128;
    private static final int PIDFD_SEND_SIGNAL = 424;
    private static final int PIDFD_OPEN = 434;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    private static final NativeCall WAITID = NativeCall.of("waitid");
    private static final NativeCall KILL = NativeCall.of("kill");
    private static final NativeCall SYSCALL = NativeCall.of("syscall");
    private static final NativeCall PRCTL = NativeCall.of("prctl");

    private Children() {}

    /**
     * How a child ended, in the kernel's words.
     *
     * @param exited whether by itself; {@code status} is then its exit code, else the signal's number
     */
    public record Ended(int pid, boolean exited, int status) {}

    /** Blocks until some child has ended and leaves it a zombie; null when there are no children. */
    public static @Nullable Ended await() {
        return waitid(P_ALL, 0, WEXITED | WNOWAIT);
    }

    /** Frees the pid of a child that {@link #await} gave. */
    public static void reap(int pid) {
        waitid(P_PID, pid, WEXITED);
    }

    private static @Nullable Ended waitid(int type, int id, int options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
            long result;
            do {
                result = WAITID.call(type, id, info.address(), options);
            } while (result == -Errno.EINTR);
            if (result == -Errno.ECHILD) {
                return null;
            }
            WAITID.check(result);
            // siginfo_t of SIGCHLD: si_code at 8, si_pid at 16, si_status at 24
            return new Ended(info.get(JAVA_INT, 16), info.get(JAVA_INT, 8) == CLD_EXITED, info.get(JAVA_INT, 24));
        }
    }

    /** False when there is no such process any more, or not for us. Zero tests, a negative pid is a process group. */
    public static boolean kill(int pid, int signal) {
        return KILL.call(pid, signal) >= 0;
    }

    /** A descriptor that stays with this very process whatever becomes of its pid; negative when it is gone. */
    public static int openPid(int pid) {
        return (int) SYSCALL.call(PIDFD_OPEN, pid, 0);
    }

    /** As {@link #kill} by a descriptor of {@link #openPid}. */
    public static boolean killOpened(int pidfd, int signal) {
        return SYSCALL.call(PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0) >= 0;
    }

    /** Makes orphans our children, as they are PID 1's without asking. */
    public static void adoptOrphans() {
        PRCTL.require(PR_SET_CHILD_SUBREAPER, 1, 0, 0);
    }

    /** No program that this thread, or a thread or process begun by it, runs gains rights by set-user-id bits or file capabilities. */
    public static void renounceNewPrivileges() {
        PRCTL.check(PRCTL.call(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    }
}
