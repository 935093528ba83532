package org.cofferdam.agent.system;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/** The names in a directory, one by one and in no order (opendir(3)); for one thread. */
public final class DirectoryNames implements AutoCloseable {

    /** {@code d_name} of {@code struct dirent} where off_t has 64 bits. */
    private static final int NAME_OFFSET = 19;

    private static final NativeCall OPENDIR = NativeCall.of("opendir");
    private static final NativeCall FDOPENDIR = NativeCall.of("fdopendir");
    private static final NativeCall READDIR = NativeCall.of("readdir");
    private static final NativeCall CLOSEDIR = NativeCall.of("closedir");

    private final long stream;

    /** @throws SystemCallException as when it is no directory */
    public DirectoryNames(byte[] path) {
        try (Arena arena = Arena.ofConfined()) {
            stream = OPENDIR.pointer(CStrings.of(arena, path).address());
        }
    }

    /** @param fd of a directory, which is closed with this */
    DirectoryNames(int fd) {
        stream = FDOPENDIR.pointer(fd);
    }

    /** The next name but {@code .} and {@code ..}; null at the end. */
    public byte @Nullable [] next() {
        while (true) {
            long entry = READDIR.raw(stream, 0, 0, 0, 0, 0, 0);
            if (entry == 0) {
                return null;
            }
            byte[] name = CStrings.at(entry + NAME_OFFSET);
            boolean dots = name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
            if (!dots) {
                return name;
            }
        }
    }

    @Override
    public void close() {
        CLOSEDIR.call(stream);
    }
}
