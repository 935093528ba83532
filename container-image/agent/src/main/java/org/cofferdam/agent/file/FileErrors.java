package org.cofferdam.agent.file;

import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** The kernel's errors in the words of the protocol. */
final class FileErrors {

    private FileErrors() {}

    static SandboxException of(SystemCallException e, FilePlace place) {
        return of(e.errno(), place, e);
    }

    /** @param errno positive */
    static SandboxException of(int errno, FilePlace place) {
        return of(errno, place, new SystemCallException("file", errno));
    }

    /** Throws when a call's result is minus errno. */
    static void check(int result, FilePlace place) {
        if (result < 0) {
            throw of(-result, place);
        }
    }

    private static SandboxException of(int errno, FilePlace place, SystemCallException cause) {
        ErrorCode code = switch (errno) {
            case Errno.ENOENT -> ErrorCode.FILE_NOT_FOUND;
            case Errno.EEXIST -> ErrorCode.FILE_EXISTS;
            case Errno.ENOTEMPTY -> ErrorCode.DIRECTORY_NOT_EMPTY;
            case Errno.EISDIR -> ErrorCode.IS_DIRECTORY;
            case Errno.ENOTDIR -> ErrorCode.NOT_DIRECTORY;
            case Errno.ELOOP -> ErrorCode.SYMLINK_LOOP;
            case Errno.ENAMETOOLONG -> ErrorCode.NAME_TOO_LONG;
            case Errno.EACCES, Errno.EPERM, Errno.EBUSY, Errno.ETXTBSY -> ErrorCode.PERMISSION_DENIED;
            case Errno.EROFS -> ErrorCode.READ_ONLY;
            case Errno.ENOSPC, Errno.EDQUOT, Errno.EFBIG -> ErrorCode.NO_SPACE;
            case Errno.EINVAL -> ErrorCode.INVALID_PATH;
            default -> ErrorCode.INTERNAL_ERROR;
        };
        return new SandboxException(code, place + ": " + code.title(), cause);
    }
}
