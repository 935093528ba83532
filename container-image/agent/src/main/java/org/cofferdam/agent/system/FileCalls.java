package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/** Files by their path. Paths are bytes, for a name need not be text. */
public final class FileCalls {

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_DIRECTORY = Machine.current().openDirectory();
    public static final int O_NOFOLLOW = Machine.current().openNoFollow();

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int RENAME_NOREPLACE = 1;

    private static final NativeCall OPEN = NativeCall.of("open");
    private static final NativeCall MKDIR = NativeCall.of("mkdir");
    private static final NativeCall MKFIFO = NativeCall.of("mkfifo");
    private static final NativeCall CHMOD = NativeCall.of("chmod");
    private static final NativeCall FCHMOD = NativeCall.of("fchmod");
    private static final NativeCall CHOWN = NativeCall.of("chown");
    private static final NativeCall FTRUNCATE = NativeCall.of("ftruncate");
    private static final NativeCall UNLINK = NativeCall.of("unlink");
    private static final NativeCall RMDIR = NativeCall.of("rmdir");
    private static final NativeCall RENAME = NativeCall.of("rename");
    private static final NativeCall RENAMEAT2 = NativeCall.of("renameat2");
    private static final NativeCall SYMLINK = NativeCall.of("symlink");
    private static final NativeCall READLINK = NativeCall.of("readlink");
    private static final NativeCall UTIMENSAT = NativeCall.of("utimensat");
    private static final int PATH_MAX = 4096;

    private FileCalls() {}

    /** @throws SystemCallException when it cannot be opened */
    public static int open(byte[] path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long fd;
            do {
                fd = OPEN.call(CStrings.of(arena, path).address(), flags | Descriptors.O_CLOEXEC, mode);
            } while (fd == -Errno.EINTR);
            return OPEN.check(fd);
        }
    }

    /** Of these, zero is success and anything below minus errno. */
    public static int mkdir(byte[] path, int mode) {
        return onPath(MKDIR, path, mode);
    }

    public static int mkfifo(byte[] path, int mode) {
        return onPath(MKFIFO, path, mode);
    }

    public static int chmod(byte[] path, int mode) {
        return onPath(CHMOD, path, mode);
    }

    public static int fchmod(int fd, int mode) {
        return (int) FCHMOD.call(fd, mode);
    }

    public static int ftruncate(int fd, long length) {
        return (int) FTRUNCATE.call(fd, length);
    }

    public static int chown(byte[] path, int uid, int gid) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) CHOWN.call(CStrings.of(arena, path).address(), uid, gid);
        }
    }

    public static int unlink(byte[] path) {
        return onPath(UNLINK, path, 0);
    }

    public static int rmdir(byte[] path) {
        return onPath(RMDIR, path, 0);
    }

    /** Replaces {@code to} if it may. */
    public static int rename(byte[] from, byte[] to) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) RENAME.call(
                    CStrings.of(arena, from).address(), CStrings.of(arena, to).address());
        }
    }

    /** Fails with EEXIST when {@code to} is there. */
    public static int renameNoReplace(byte[] from, byte[] to) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) RENAMEAT2.call(
                    AT_FDCWD,
                    CStrings.of(arena, from).address(),
                    AT_FDCWD,
                    CStrings.of(arena, to).address(),
                    RENAME_NOREPLACE);
        }
    }

    public static int symlink(byte[] target, byte[] path) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) SYMLINK.call(
                    CStrings.of(arena, target).address(),
                    CStrings.of(arena, path).address());
        }
    }

    /** Where a link points, as it is written there. */
    public static byte[] readlink(byte[] path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(PATH_MAX);
            int length = READLINK.require(CStrings.of(arena, path).address(), target.address(), PATH_MAX);
            return target.asSlice(0, length).toArray(JAVA_BYTE);
        }
    }

    /** Sets when the entry itself, be it a link, was modified. */
    public static int setModified(byte[] path, Instant time) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(JAVA_LONG, 4);
            for (int i = 0; i < 4; i += 2) {
                times.setAtIndex(JAVA_LONG, i, time.getEpochSecond());
                times.setAtIndex(JAVA_LONG, i + 1L, time.getNano());
            }
            return (int)
                    UTIMENSAT.call(AT_FDCWD, CStrings.of(arena, path).address(), times.address(), AT_SYMLINK_NOFOLLOW);
        }
    }

    private static int onPath(NativeCall function, byte[] path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) function.call(CStrings.of(arena, path).address(), mode);
        }
    }

    /** @throws SystemCallException when {@code result} is minus errno */
    public static int require(String call, int result) {
        if (result < 0) {
            throw new SystemCallException(call, -result);
        }
        return result;
    }
}
