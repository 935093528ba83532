package org.cofferdam.agent.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.cofferdam.agent.archive.TarEntry;
import org.cofferdam.agent.archive.TarOutput;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.OpenDirectory;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.PathText;

/**
 * Puts a tree into an archive as it is met. A file that fits into the buffer is read before its head is written, and so is whole whatever
 * happens to it meanwhile; a larger one that becomes shorter is an error. What goes away before it was opened was never there.
 */
final class Pack implements TreeWalk.Visitor {

    /** So many files with several names are remembered; of more, each name becomes a file. */
    private static final int LINKED_FILES = 50_000;

    private static final int BUFFER_BYTES = 128 << 10;

    private record Inode(long device, long number) {}

    private final TreeWalk walk;
    private final TarOutput tar;
    private final Map<Inode, byte[]> linked = new HashMap<>();
    private final NativeBuffer buffer;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private long entries;
    private long total;
    private long skipped;

    Pack(FilePlace top, FileRequest.Pack request, TarOutput tar) {
        this.walk = new TreeWalk(top, request.excludes(), request.gitignore(), this);
        this.tar = tar;
        this.buffer = new NativeBuffer(BUFFER_BYTES);
    }

    ArchiveInfo run() throws IOException {
        try (buffer) {
            walk.run();
            tar.end();
            return new ArchiveInfo(entries, total, skipped);
        }
    }

    @Override
    public boolean directory(byte[] path, FileStatus status) throws IOException {
        byte[] name = path.length == 0 ? new byte[] {'.', '/'} : path;
        put(TarEntry.directory(name, status.permissions(), status.modifiedAt()));
        return true;
    }

    @Override
    public void unreadable(SystemCallException e) {
        throw e;
    }

    @Override
    public void entry(OpenDirectory directory, byte[] name, byte[] path, FileStatus status) throws IOException {
        if (status.isLink()) {
            put(TarEntry.symbolicLink(path, directory.readlink(name), status.modifiedAt()));
        } else if (!status.isRegular()) {
            skipped++;
        } else if (!packLink(path, status)) {
            packFile(directory, name, path, buffer.memory());
        }
    }

    private boolean packLink(byte[] path, FileStatus status) throws IOException {
        if (status.links() < 2) {
            return false;
        }
        Inode inode = new Inode(status.device(), status.inode());
        byte[] first = linked.get(inode);
        if (first != null) {
            put(TarEntry.hardLink(path, first, status.modifiedAt()));
            return true;
        }
        if (linked.size() < LINKED_FILES) {
            linked.put(inode, path);
        }
        return false;
    }

    private void packFile(OpenDirectory directory, byte[] name, byte[] path, MemorySegment memory) throws IOException {
        int fd = directory.open(name, FileCalls.O_RDONLY | Descriptors.O_NONBLOCK, 0);
        if (fd == -Errno.ENOENT) {
            return;
        }
        if (fd < 0) {
            throw new SystemCallException("open " + PathText.of(path), -fd);
        }
        try {
            FileStatus status = FileStatus.of(fd);
            int count = Descriptors.readFully(fd, memory, BUFFER_BYTES);
            long size = count < BUFFER_BYTES ? count : Math.max(status.size(), BUFFER_BYTES);
            put(TarEntry.file(path, status.permissions(), size, status.modifiedAt()));
            total += size;
            long left = size;
            while (left > 0) {
                if (count <= 0) {
                    throw new SandboxException(
                            ErrorCode.FILE_CHANGED, PathText.of(path) + " became shorter while it was read");
                }
                int part = (int) Math.min(count, left);
                MemorySegment.copy(memory, JAVA_BYTE, 0, bytes, 0, part);
                tar.write(bytes, 0, part);
                left -= part;
                count = left > 0 ? Descriptors.read(fd, memory, 0, BUFFER_BYTES) : 0;
            }
        } finally {
            Descriptors.close(fd);
        }
    }

    private void put(TarEntry entry) throws IOException {
        entries++;
        tar.begin(entry);
    }
}
