package org.cofferdam.agent.file;

import java.lang.foreign.MemorySegment;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** A file being written: all of it appears at once by {@link #commit}, or nothing when it is closed without. */
public final class FileWrite implements AutoCloseable {

    private static final int NEW_FILE_MODE = 0644;
    private static final int LINKS = 40;

    private final FilePlace target;
    private final FilePlace temporary;
    private final int mode;
    private final int fd;
    private boolean committed;

    private FileWrite(FilePlace target, FilePlace temporary, int mode, int fd) {
        this.target = target;
        this.temporary = temporary;
        this.mode = mode;
        this.fd = fd;
    }

    /**
     * Begins; parents are made, a link is kept and its target written.
     *
     * @param mode octal, or null to keep that of the old file
     */
    static FileWrite open(FilePlace place, @Nullable String mode) {
        FilePlace target = followLinks(place);
        int permissions = mode == null ? NEW_FILE_MODE : Integer.parseInt(mode, 8);
        FileStatus old = find(target);
        if (old != null) {
            requireRegular(target, old);
            permissions = mode == null ? old.permissions() : permissions;
        }
        FilePlace temporary = TemporaryName.in(target.parent());
        return new FileWrite(target, temporary, permissions, create(temporary));
    }

    private static FilePlace followLinks(FilePlace place) {
        FilePlace target = place;
        for (int i = 0; i < LINKS; i++) {
            FileStatus status = find(target);
            if (status == null || !status.isLink()) {
                return target;
            }
            target = target.follow(FileCalls.readlink(target.bytes()));
        }
        throw FileErrors.of(Errno.ELOOP, place);
    }

    private static @Nullable FileStatus find(FilePlace place) {
        try {
            return FileStatus.ofEntry(place.bytes());
        } catch (SystemCallException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw FileErrors.of(e, place);
        }
    }

    private static void requireRegular(FilePlace place, FileStatus status) {
        if (status.isDirectory()) {
            throw FileErrors.of(Errno.EISDIR, place);
        }
        if (!status.isRegular()) {
            throw new SandboxException(ErrorCode.INVALID_PATH, place + ": Not a regular file");
        }
    }

    private static int create(FilePlace temporary) {
        int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL;
        try {
            try {
                return FileCalls.open(temporary.bytes(), flags, 0600);
            } catch (SystemCallException e) {
                if (e.errno() != Errno.ENOENT) {
                    throw e;
                }
                Directories.make(temporary.parent());
                return FileCalls.open(temporary.bytes(), flags, 0600);
            }
        } catch (SystemCallException e) {
            throw FileErrors.of(e, temporary.parent());
        }
    }

    public void write(MemorySegment bytes, int length) {
        try {
            Descriptors.writeFully(fd, bytes, 0, length);
        } catch (SystemCallException e) {
            throw FileErrors.of(e, target);
        }
    }

    /** Puts the file in its place; returns where that is. */
    FilePlace commit() {
        FileErrors.check(FileCalls.fchmod(fd, mode), target);
        FileErrors.check(FileCalls.rename(temporary.bytes(), target.bytes()), target);
        committed = true;
        return target;
    }

    @Override
    public void close() {
        Descriptors.close(fd);
        if (!committed) {
            FileCalls.unlink(temporary.bytes());
        }
    }
}
