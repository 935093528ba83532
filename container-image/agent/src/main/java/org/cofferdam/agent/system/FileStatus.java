package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * What the kernel knows of a file (statx(2)).
 *
 * @param mode type and permission bits
 * @param links how many names it has
 */
public record FileStatus(
        int mode, int uid, int gid, int links, long size, Instant modifiedAt, long inode, long device) {

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_BYTES = 256;

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int PERMISSIONS = 07777;

    private static final NativeCall STATX = NativeCall.of("statx");

    /** Of the file that a path leads to. */
    public static FileStatus of(byte[] path) {
        return of(AT_FDCWD, path, 0);
    }

    /** Of the last entry itself, be it a link. */
    public static FileStatus ofEntry(byte[] path) {
        return of(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
    }

    /** As {@link #ofEntry(byte[])}, of a name in an open directory. */
    static FileStatus ofEntry(int directory, byte[] name) {
        return of(directory, name, AT_SYMLINK_NOFOLLOW);
    }

    public static FileStatus of(int fd) {
        return of(fd, new byte[0], AT_EMPTY_PATH);
    }

    private static FileStatus of(int fd, byte[] path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(STATX_BYTES, 8);
            MemorySegment name = CStrings.of(arena, path);
            STATX.check(STATX.call(fd, name.address(), flags, STATX_BASIC_STATS, status.address()));
            return new FileStatus(
                    Short.toUnsignedInt(status.get(JAVA_SHORT, 28)),
                    status.get(JAVA_INT, 20),
                    status.get(JAVA_INT, 24),
                    status.get(JAVA_INT, 16),
                    status.get(JAVA_LONG, 40),
                    Instant.ofEpochSecond(status.get(JAVA_LONG, 112), status.get(JAVA_INT, 120)),
                    status.get(JAVA_LONG, 32),
                    status.get(JAVA_LONG, 136));
        }
    }

    public int permissions() {
        return mode & PERMISSIONS;
    }

    public boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    public boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    public boolean isLink() {
        return (mode & TYPE) == LINK;
    }
}
