package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Lends the calling platform thread a user's rights on files until it is closed: the kernel then decides about permission and
 * ownership as it would for the user (setfsuid(2); leaving uid 0 takes the file capabilities along). Signals go by the real and saved
 * uid, which stay 0, so the user cannot reach such a thread. Its supplementary groups stay the user's, which root does not need.
 */
public final class FileRights implements AutoCloseable {

    private static final NativeCall SETFSUID = NativeCall.of("setfsuid");
    private static final NativeCall SETFSGID = NativeCall.of("setfsgid");
    private static final NativeCall SYSCALL = NativeCall.of("syscall");

    private static final ThreadLocal<@Nullable Identity> GROUPS_OF = new ThreadLocal<>();

    private FileRights() {}

    public static FileRights of(Identity user) {
        if (!user.equals(GROUPS_OF.get())) {
            setGroups(user);
            GROUPS_OF.set(user);
        }
        SETFSGID.raw(user.gid(), 0, 0, 0, 0, 0, 0);
        SETFSUID.raw(user.uid(), 0, 0, 0, 0, 0, 0);
        if ((int) SETFSUID.raw(-1, 0, 0, 0, 0, 0, 0) != user.uid()) {
            throw new SystemCallException("setfsuid", Errno.EPERM);
        }
        return new FileRights();
    }

    /** The bare system call: glibc's function would change all threads. */
    private static void setGroups(Identity user) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list =
                    arena.allocate(JAVA_INT, Math.max(1, user.groups().size()));
            for (int i = 0; i < user.groups().size(); i++) {
                list.setAtIndex(JAVA_INT, i, user.groups().get(i));
            }
            SYSCALL.check(
                    SYSCALL.call(Machine.current().setgroups(), user.groups().size(), list.address()));
        }
    }

    @Override
    public void close() {
        SETFSUID.raw(0, 0, 0, 0, 0, 0, 0);
        SETFSGID.raw(0, 0, 0, 0, 0, 0, 0);
    }
}
