package org.cofferdam.agent.file;

import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.agent.user.Names;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileType;
import org.cofferdam.protocol.file.PathText;
import org.jspecify.annotations.Nullable;

/** Tells about files. */
final class FileInfos {

    private final Names names;

    FileInfos(Names names) {
        this.names = names;
    }

    /** About the entry itself, be it a link. */
    FileInfo ofEntry(FilePlace place) {
        try {
            FileStatus status = FileStatus.ofEntry(place.bytes());
            return of(place, status, status.size());
        } catch (SystemCallException e) {
            throw FileErrors.of(e, place);
        }
    }

    FileInfo of(FilePlace place, FileStatus status, long size) {
        return new FileInfo(
                place.isRoot() ? "/" : place.name(),
                place.text(),
                type(status),
                size,
                status.modifiedAt(),
                octal(status.permissions()),
                names.user(status.uid()),
                names.group(status.gid()),
                status.isLink() ? target(place) : null);
    }

    private static String octal(int permissions) {
        return Integer.toOctalString(permissions | 0100000).substring(2);
    }

    private static FileType type(FileStatus status) {
        if (status.isRegular()) {
            return FileType.FILE;
        }
        if (status.isDirectory()) {
            return FileType.DIRECTORY;
        }
        return status.isLink() ? FileType.SYMLINK : FileType.OTHER;
    }

    private static @Nullable String target(FilePlace place) {
        try {
            return PathText.of(FileCalls.readlink(place.bytes()));
        } catch (SystemCallException goneMeanwhile) {
            return null;
        }
    }
}
