package org.cofferdam.agent.archive;

import java.time.Instant;

/**
 * One entry's head.
 *
 * @param name as it is written, with any bytes
 * @param mode permission bits
 * @param size of a file's content, which follows
 * @param target where a symbolic link points, or the name of the entry that a hard link is another name of; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // a name is bytes, and nobody compares entries
public record TarEntry(byte[] name, Kind kind, int mode, long size, Instant modifiedAt, byte[] target) {

    private static final byte[] NONE = {};

    /** What an entry is; there are no others here. */
    public enum Kind {
        FILE('0'),
        HARD_LINK('1'),
        SYMBOLIC_LINK('2'),
        DIRECTORY('5');

        private final char flag;

        Kind(char flag) {
            this.flag = flag;
        }

        char flag() {
            return flag;
        }
    }

    public static TarEntry file(byte[] name, int mode, long size, Instant modifiedAt) {
        return new TarEntry(name, Kind.FILE, mode, size, modifiedAt, NONE);
    }

    public static TarEntry directory(byte[] name, int mode, Instant modifiedAt) {
        return new TarEntry(name, Kind.DIRECTORY, mode, 0, modifiedAt, NONE);
    }

    public static TarEntry symbolicLink(byte[] name, byte[] target, Instant modifiedAt) {
        return new TarEntry(name, Kind.SYMBOLIC_LINK, 0777, 0, modifiedAt, target);
    }

    public static TarEntry hardLink(byte[] name, byte[] target, Instant modifiedAt) {
        return new TarEntry(name, Kind.HARD_LINK, 0644, 0, modifiedAt, target);
    }
}
