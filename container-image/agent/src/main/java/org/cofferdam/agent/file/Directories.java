package org.cofferdam.agent.file;

import java.util.ArrayDeque;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Makes directories. */
final class Directories {

    private static final int MODE = 0777;

    private Directories() {}

    /** Makes it and what is missing above it; whether it was missing itself. */
    static boolean make(FilePlace directory) {
        int result = FileCalls.mkdir(directory.bytes(), MODE);
        if (result == -Errno.ENOENT) {
            ArrayDeque<FilePlace> missing = new ArrayDeque<>();
            FilePlace place = directory;
            while (result == -Errno.ENOENT && !place.isRoot()) {
                missing.push(place);
                place = place.parent();
                result = FileCalls.mkdir(place.bytes(), MODE);
            }
            for (FilePlace next : missing) {
                result = FileCalls.mkdir(next.bytes(), MODE);
            }
        }
        if (result == -Errno.EEXIST || result == -Errno.EROFS || result == -Errno.EACCES || result == -Errno.EISDIR) {
            return !isDirectory(directory, result);
        }
        FileErrors.check(result, directory);
        return true;
    }

    /** True when it is one; otherwise {@code result} is why it cannot be made. */
    private static boolean isDirectory(FilePlace place, int result) {
        try {
            if (FileStatus.of(place.bytes()).isDirectory()) {
                return true;
            }
        } catch (SystemCallException e) {
            throw FileErrors.of(-result, place);
        }
        throw new SandboxException(ErrorCode.FILE_EXISTS, place + ": Exists and is not a directory");
    }
}
