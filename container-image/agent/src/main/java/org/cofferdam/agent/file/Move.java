package org.cofferdam.agent.file;

import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Renames, across file systems too, and copies. */
final class Move {

    private final Unfinished unfinished;

    Move(Unfinished unfinished) {
        this.unfinished = unfinished;
    }

    void move(FilePlace from, FilePlace to, boolean overwrite) {
        int result = rename(from, to, overwrite);
        if (result == -Errno.EXDEV) {
            copyThenDelete(from, to, overwrite);
        } else if (result == -Errno.ENOENT) {
            FileErrors.check(result, exists(from) ? to.parent() : from);
        } else {
            FileErrors.check(result, to);
        }
    }

    private static int rename(FilePlace from, FilePlace to, boolean overwrite) {
        return overwrite
                ? FileCalls.rename(from.bytes(), to.bytes())
                : FileCalls.renameNoReplace(from.bytes(), to.bytes());
    }

    private static boolean exists(FilePlace place) {
        try {
            return FileStatus.ofEntry(place.bytes()).mode() != 0;
        } catch (SystemCallException e) {
            return false;
        }
    }

    private void copyThenDelete(FilePlace from, FilePlace to, boolean overwrite) {
        copy(from, to, overwrite);
        TreeDelete.delete(from);
    }

    /** The copy appears at once, under a name of its own until then. */
    void copy(FilePlace from, FilePlace to, boolean overwrite) {
        if (!exists(from)) {
            throw FileErrors.of(Errno.ENOENT, from);
        }
        if (!exists(to.parent())) {
            throw FileErrors.of(Errno.ENOENT, to.parent());
        }
        requireOutside(from, to.parent());
        if (!overwrite && exists(to)) {
            throw new SandboxException(ErrorCode.FILE_EXISTS, to + ": Exists");
        }
        FilePlace copy = TemporaryName.in(to.parent());
        try (Unfinished.Entry _ = unfinished.begin(copy)) {
            boolean moved = false;
            try {
                TreeCopy.copy(from, copy);
                FileErrors.check(rename(copy, to, overwrite), to);
                moved = true;
            } finally {
                if (!moved && exists(copy)) {
                    TreeDelete.force(copy);
                }
            }
        }
    }

    /** A copy of a directory cannot lie in it. */
    private static void requireOutside(FilePlace from, FilePlace parent) {
        try {
            FileStatus source = FileStatus.ofEntry(from.bytes());
            if (!source.isDirectory()) {
                return;
            }
            FilePlace place = parent;
            FileStatus status = FileStatus.of(place.bytes());
            FileStatus above = status;
            do {
                status = above;
                if (status.inode() == source.inode() && status.device() == source.device()) {
                    throw new SandboxException(
                            ErrorCode.INVALID_PATH, from + ": A directory cannot be copied into itself");
                }
                place = place.child(new byte[] {'.', '.'});
                above = FileStatus.of(place.bytes());
            } while (above.inode() != status.inode() || above.device() != status.device());
        } catch (SystemCallException e) {
            throw FileErrors.of(e, parent);
        }
    }
}
