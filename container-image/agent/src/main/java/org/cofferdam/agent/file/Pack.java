package org.cofferdam.agent.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.agent.archive.TarEntry;
import org.cofferdam.agent.archive.TarOutput;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.DirectoryNames;
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
import org.jspecify.annotations.Nullable;

/**
 * Puts a tree into an archive as it is met, in memory that does not grow with it: one open directory for each level. A file that fits
 * into the buffer is read before its head is written, and so is whole whatever happens to it meanwhile; a larger one that becomes shorter
 * is an error. What goes away before it was opened was never there.
 */
final class Pack {

    /** So many files with several names are remembered; of more, each name becomes a file. */
    private static final int LINKED_FILES = 50_000;

    private static final int BUFFER_BYTES = 128 << 10;
    private static final int LARGEST_IGNORE_FILE = 1 << 20;
    private static final byte[] IGNORE_FILE = ".gitignore".getBytes(StandardCharsets.US_ASCII);

    private record Inode(long device, long number) {}

    /** A directory being read; {@code path} is empty or has a slash at its end. */
    @SuppressWarnings("ArrayRecordComponent") // a name is bytes
    private record Level(
            OpenDirectory directory,
            DirectoryNames names,
            byte[] path,
            @Nullable IgnoreRules rules) {
        void close() {
            names.close();
            directory.close();
        }
    }

    private final FileRequest.Pack request;
    private final TarOutput tar;
    private final Map<Inode, byte[]> linked = new HashMap<>();
    private final ArrayDeque<Level> levels = new ArrayDeque<>();
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private long entries;
    private long total;
    private long skipped;

    Pack(FileRequest.Pack request, TarOutput tar) {
        this.request = request;
        this.tar = tar;
    }

    ArchiveInfo run(FilePlace top) throws IOException {
        try (NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES)) {
            begin(top, buffer.memory());
            while (!levels.isEmpty()) {
                Level level = levels.peek();
                byte[] name = level.names().next();
                if (name == null) {
                    levels.pop().close();
                } else if (!TemporaryName.is(name)) {
                    visit(level, name, buffer.memory());
                }
            }
            tar.end();
            return new ArchiveInfo(entries, total, skipped);
        } catch (SystemCallException e) {
            throw FileErrors.of(e, current(top));
        } finally {
            levels.forEach(Level::close);
        }
    }

    private FilePlace current(FilePlace top) {
        return levels.isEmpty() ? top : top.child(levels.peek().path());
    }

    private void begin(FilePlace top, MemorySegment buffer) throws IOException {
        IgnoreRules rules = request.excludes().isEmpty() ? null : IgnoreRules.of(null, "", request.excludes());
        FileStatus status = FileStatus.of(top.bytes());
        if (status.isDirectory()) {
            FilePlace through = top.isRoot() ? top : top.child(new byte[] {'.'});
            OpenDirectory directory = OpenDirectory.of(through.bytes());
            put(TarEntry.directory(new byte[] {'.', '/'}, status.permissions(), status.modifiedAt()));
            push(directory, new byte[0], rules);
        } else {
            try (OpenDirectory parent =
                    OpenDirectory.of(top.parent().child(new byte[] {'.'}).bytes())) {
                pack(parent, top.nameBytes(), top.nameBytes(), status, buffer);
            }
        }
    }

    private void push(OpenDirectory directory, byte[] path, @Nullable IgnoreRules above) {
        boolean pushed = false;
        try {
            IgnoreRules rules = request.gitignore() ? ignoreFile(directory, path, above) : above;
            levels.push(new Level(directory, directory.names(), path, rules));
            pushed = true;
        } finally {
            if (!pushed) {
                directory.close();
            }
        }
    }

    private static @Nullable IgnoreRules ignoreFile(OpenDirectory directory, byte[] path, @Nullable IgnoreRules above) {
        int fd = directory.open(IGNORE_FILE, FileCalls.O_RDONLY | Descriptors.O_NONBLOCK, 0);
        if (fd < 0) {
            return above;
        }
        try (NativeBuffer buffer = new NativeBuffer(LARGEST_IGNORE_FILE)) {
            int length = Math.max(0, readFully(fd, buffer.memory(), LARGEST_IGNORE_FILE));
            byte[] text = buffer.memory().asSlice(0, length).toArray(JAVA_BYTE);
            List<String> lines = PathText.of(text).lines().toList();
            return IgnoreRules.of(above, PathText.of(path), lines);
        } finally {
            Descriptors.close(fd);
        }
    }

    private void visit(Level level, byte[] name, MemorySegment buffer) throws IOException {
        FileStatus status = level.directory().find(name);
        if (status == null) {
            return;
        }
        byte[] path = joined(level.path(), name);
        boolean left = level.rules() != null && level.rules().ignores(PathText.of(path), status.isDirectory());
        if (left) {
            return;
        }
        if (status.isDirectory()) {
            byte[] inside = joined(path, new byte[] {'/'});
            OpenDirectory directory = level.directory().directory(name);
            put(TarEntry.directory(inside, status.permissions(), status.modifiedAt()));
            push(directory, inside, level.rules());
        } else {
            pack(level.directory(), name, path, status, buffer);
        }
    }

    private static byte[] joined(byte[] path, byte[] name) {
        byte[] joined = Arrays.copyOf(path, path.length + name.length);
        System.arraycopy(name, 0, joined, path.length, name.length);
        return joined;
    }

    private void pack(OpenDirectory directory, byte[] name, byte[] path, FileStatus status, MemorySegment buffer)
            throws IOException {
        if (status.isLink()) {
            put(TarEntry.symbolicLink(path, directory.readlink(name), status.modifiedAt()));
        } else if (!status.isRegular()) {
            skipped++;
        } else if (!packLink(path, status)) {
            packFile(directory, name, path, buffer);
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

    private void packFile(OpenDirectory directory, byte[] name, byte[] path, MemorySegment buffer) throws IOException {
        int fd = directory.open(name, FileCalls.O_RDONLY | Descriptors.O_NONBLOCK, 0);
        if (fd == -Errno.ENOENT) {
            return;
        }
        if (fd < 0) {
            throw new SystemCallException("open " + PathText.of(path), -fd);
        }
        try {
            FileStatus status = FileStatus.of(fd);
            int count = readFully(fd, buffer, BUFFER_BYTES);
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
                MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, part);
                tar.write(bytes, 0, part);
                left -= part;
                count = left > 0 ? Descriptors.read(fd, buffer, 0, BUFFER_BYTES) : 0;
            }
        } finally {
            Descriptors.close(fd);
        }
    }

    private static int readFully(int fd, MemorySegment into, int most) {
        int done = 0;
        while (done < most) {
            int count = Descriptors.read(fd, into, done, most - done);
            if (count < 0) {
                throw new SystemCallException("read", -count);
            }
            if (count == 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    private void put(TarEntry entry) throws IOException {
        entries++;
        tar.begin(entry);
    }
}
