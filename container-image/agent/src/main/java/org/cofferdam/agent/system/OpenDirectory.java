package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A directory held open, whose entries are reached by their bare names: whatever is renamed or linked meanwhile, nothing outside of it is
 * touched. Calls but {@link #open} and the like give zero, or minus errno.
 */
public final class OpenDirectory implements AutoCloseable {

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int RENAME_NOREPLACE = 1;
    private static final int RENAME_EXCHANGE = 2;
    private static final int PATH_MAX = 4096;
    private static final int FLAGS = FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | Descriptors.O_CLOEXEC;

    private static final NativeCall OPENAT = NativeCall.of("openat");
    private static final NativeCall MKDIRAT = NativeCall.of("mkdirat");
    private static final NativeCall SYMLINKAT = NativeCall.of("symlinkat");
    private static final NativeCall LINKAT = NativeCall.of("linkat");
    private static final NativeCall UNLINKAT = NativeCall.of("unlinkat");
    private static final NativeCall RENAMEAT2 = NativeCall.of("renameat2");
    private static final NativeCall READLINKAT = NativeCall.of("readlinkat");
    private static final NativeCall FUTIMENS = NativeCall.of("futimens");
    private static final NativeCall UTIMENSAT = NativeCall.of("utimensat");

    private final int fd;

    private OpenDirectory(int fd) {
        this.fd = fd;
    }

    /** @throws SystemCallException also when the path's last part is a link */
    public static OpenDirectory of(byte[] path) {
        return new OpenDirectory(OPENAT.check(openat(AT_FDCWD, path, FLAGS, 0)));
    }

    /** @throws SystemCallException ENOTDIR or ELOOP also when it is a link */
    public OpenDirectory directory(byte[] name) {
        return new OpenDirectory(OPENAT.check(openat(fd, name, FLAGS, 0)));
    }

    /**
     * Opens an entry, which is never a link.
     *
     * @return a descriptor, or minus errno
     */
    public int open(byte[] name, int flags, int mode) {
        return openat(fd, name, flags | FileCalls.O_NOFOLLOW | Descriptors.O_CLOEXEC, mode);
    }

    private static int openat(int fd, byte[] name, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long opened;
            do {
                opened = OPENAT.call(fd, CStrings.of(arena, name).address(), flags, mode);
            } while (opened == -Errno.EINTR);
            return (int) opened;
        }
    }

    /** What an entry is, be it a link; null when there is none. */
    public @Nullable FileStatus find(byte[] name) {
        try {
            return FileStatus.ofEntry(fd, name);
        } catch (SystemCallException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /** Where a link points, as it is written there. */
    public byte[] readlink(byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(PATH_MAX);
            long length = READLINKAT.call(fd, CStrings.of(arena, name).address(), target.address(), PATH_MAX);
            return target.asSlice(0, READLINKAT.check(length)).toArray(JAVA_BYTE);
        }
    }

    /** What the directory itself is. */
    public FileStatus status() {
        return FileStatus.of(fd);
    }

    /** Its names, one by one. */
    public DirectoryNames names() {
        return new DirectoryNames(OPENAT.check(openat(fd, new byte[] {'.'}, FLAGS, 0)));
    }

    public int mkdir(byte[] name, int mode) {
        return onName(MKDIRAT, name, mode);
    }

    public int unlink(byte[] name) {
        return onName(UNLINKAT, name, 0);
    }

    public int rmdir(byte[] name) {
        return onName(UNLINKAT, name, AT_REMOVEDIR);
    }

    public int symlink(byte[] target, byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) SYMLINKAT.call(
                    CStrings.of(arena, target).address(),
                    fd,
                    CStrings.of(arena, name).address());
        }
    }

    /** Gives an entry another name, in another directory or the same. */
    public int link(byte[] name, OpenDirectory to, byte[] newName) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) LINKAT.call(
                    fd,
                    CStrings.of(arena, name).address(),
                    to.fd,
                    CStrings.of(arena, newName).address(),
                    0);
        }
    }

    /** Moves an entry; what is there is replaced if it may be. */
    public int rename(byte[] name, OpenDirectory to, byte[] newName) {
        return rename(name, to, newName, 0);
    }

    /** As {@link #rename(byte[], OpenDirectory, byte[])}, and fails with EEXIST when something is there. */
    public int renameNoReplace(byte[] name, OpenDirectory to, byte[] newName) {
        return rename(name, to, newName, RENAME_NOREPLACE);
    }

    /** Has two entries change places, at once. */
    public int exchange(byte[] name, OpenDirectory to, byte[] otherName) {
        return rename(name, to, otherName, RENAME_EXCHANGE);
    }

    private int rename(byte[] name, OpenDirectory to, byte[] newName, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) RENAMEAT2.call(
                    fd,
                    CStrings.of(arena, name).address(),
                    to.fd,
                    CStrings.of(arena, newName).address(),
                    flags);
        }
    }

    public int chmod(int mode) {
        return FileCalls.fchmod(fd, mode);
    }

    /** Sets when the directory itself was modified. */
    public int setModified(Instant time) {
        return setModified(fd, time);
    }

    /** Sets when an open file was modified. */
    public static int setModified(int fd, Instant time) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) FUTIMENS.call(fd, times(arena, time).address());
        }
    }

    /** Sets when an entry was modified, be it a link. */
    public int setModified(byte[] name, Instant time) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) UTIMENSAT.call(
                    fd, CStrings.of(arena, name).address(), times(arena, time).address(), AT_SYMLINK_NOFOLLOW);
        }
    }

    private static MemorySegment times(Arena arena, Instant time) {
        MemorySegment times = arena.allocate(JAVA_LONG, 4);
        for (int i = 0; i < 4; i += 2) {
            times.setAtIndex(JAVA_LONG, i, time.getEpochSecond());
            times.setAtIndex(JAVA_LONG, i + 1L, time.getNano());
        }
        return times;
    }

    private int onName(NativeCall function, byte[] name, int argument) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) function.call(fd, CStrings.of(arena, name).address(), argument);
        }
    }

    @Override
    public void close() {
        Descriptors.close(fd);
    }
}
