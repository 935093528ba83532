package org.cofferdam.agent.file;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.jspecify.annotations.Nullable;

/** A file being read, from an offset on, as long as it was when it was opened. */
public final class FileRead implements AutoCloseable {

    /** Files of /proc and the like say that they are empty; up to so much is read to learn their size. */
    private static final int UNSIZED_BYTES = 1 << 20;

    private static final int MEASURE_BYTES = 64 << 10;

    private final FilePlace place;
    private final int fd;
    private final FileInfo info;
    private long position;
    private long left;

    private FileRead(FilePlace place, int fd, FileInfo info, long position, long left) {
        this.place = place;
        this.fd = fd;
        this.info = info;
        this.position = position;
        this.left = left;
    }

    static FileRead open(FilePlace place, long offset, @Nullable Long length, FileInfos infos) {
        int fd;
        try {
            fd = FileCalls.open(place.bytes(), FileCalls.O_RDONLY | Descriptors.O_NONBLOCK, 0);
        } catch (SystemCallException e) {
            throw FileErrors.of(e, place);
        }
        boolean opened = false;
        try {
            FileStatus status = FileStatus.of(fd);
            if (status.isDirectory()) {
                throw FileErrors.of(Errno.EISDIR, place);
            }
            if (!status.isRegular()) {
                throw new SandboxException(ErrorCode.INVALID_PATH, place + ": Not a regular file");
            }
            refuseOwnProcess(fd, place);
            long size = status.size() == 0 ? measure(fd) : status.size();
            if (offset < 0 || offset > size || (length != null && length < 0)) {
                throw new SandboxException(ErrorCode.RANGE_NOT_SATISFIABLE, place + " has " + size + " bytes");
            }
            long part = length == null ? size - offset : Math.min(length, size - offset);
            FileRead read = new FileRead(place, fd, infos.of(place, status, size), offset, part);
            opened = true;
            return read;
        } finally {
            if (!opened) {
                Descriptors.close(fd);
            }
        }
    }

    /** What /proc shows of this process is the agent's, whatever links led there: the kernel lets a process read about itself (ptrace(2)). */
    private static void refuseOwnProcess(int fd, FilePlace place) {
        byte[] link = ("/proc/self/fd/" + fd).getBytes(StandardCharsets.US_ASCII);
        String opened = new String(FileCalls.readlink(link), StandardCharsets.UTF_8);
        if (opened.startsWith("/proc/" + ProcessHandle.current().pid() + "/")) {
            throw FileErrors.of(Errno.EACCES, place);
        }
    }

    private static long measure(int fd) {
        try (NativeBuffer buffer = new NativeBuffer(MEASURE_BYTES)) {
            long size = 0;
            while (size < UNSIZED_BYTES) {
                int count = Descriptors.pread(fd, buffer.memory(), 0, MEASURE_BYTES, size);
                if (count <= 0) {
                    break;
                }
                size += count;
            }
            return size;
        }
    }

    public FileInfo info() {
        return info;
    }

    /**
     * The next bytes, 0 when all have been read.
     *
     * @throws SandboxException when the file has become shorter
     */
    public int read(MemorySegment into, long offset, int most) {
        int wanted = (int) Math.min(most, left);
        if (wanted == 0) {
            return 0;
        }
        int count = Descriptors.pread(fd, into, offset, wanted, position);
        FileErrors.check(count, place);
        if (count == 0) {
            throw new SandboxException(ErrorCode.INTERNAL_ERROR, place + " became shorter while it was read");
        }
        position += count;
        left -= count;
        return count;
    }

    @Override
    public void close() {
        Descriptors.close(fd);
    }
}
