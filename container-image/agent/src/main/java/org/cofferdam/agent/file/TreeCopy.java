package org.cofferdam.agent.file;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.DirectoryNames;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Copies an entry with all that is in it to another file system: contents, permissions and times; links as links. */
final class TreeCopy {

    private static final int BUFFER_BYTES = 256 << 10;

    private record Pair(FilePlace from, FilePlace to) {}

    private TreeCopy() {}

    static void copy(FilePlace from, FilePlace to) {
        ArrayDeque<Pair> pending = new ArrayDeque<>();
        ArrayDeque<Pair> directories = new ArrayDeque<>();
        pending.push(new Pair(from, to));
        try (NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES)) {
            while (!pending.isEmpty()) {
                Pair pair = pending.pop();
                if (copyEntry(pair, buffer.memory(), pending)) {
                    directories.push(pair);
                }
            }
        }
        // Last, and the deepest first: a directory may be read-only, and what is made in it changes its time.
        directories.forEach(pair -> keepAttributes(pair, status(pair.from())));
    }

    /** Copies one entry and notes what is in it; whether it is a directory. */
    private static boolean copyEntry(Pair pair, MemorySegment buffer, ArrayDeque<Pair> pending) {
        FileStatus status = status(pair.from());
        try {
            if (status.isDirectory()) {
                FileErrors.check(FileCalls.mkdir(pair.to().bytes(), 0700), pair.to());
                try (DirectoryNames names = new DirectoryNames(pair.from().bytes())) {
                    for (byte[] name = names.next(); name != null; name = names.next()) {
                        pending.push(new Pair(pair.from().child(name), pair.to().child(name)));
                    }
                }
                return true;
            }
            if (status.isLink()) {
                byte[] target = FileCalls.readlink(pair.from().bytes());
                FileErrors.check(FileCalls.symlink(target, pair.to().bytes()), pair.to());
            } else if (status.isRegular()) {
                copyContents(pair, buffer);
                keepAttributes(pair, status);
            } else {
                throw new SandboxException(ErrorCode.INVALID_PATH, pair.from() + ": Neither file, directory nor link");
            }
            return false;
        } catch (SystemCallException e) {
            throw FileErrors.of(e, pair.from());
        }
    }

    private static FileStatus status(FilePlace place) {
        try {
            return FileStatus.ofEntry(place.bytes());
        } catch (SystemCallException e) {
            throw FileErrors.of(e, place);
        }
    }

    private static void copyContents(Pair pair, MemorySegment buffer) {
        int in = FileCalls.open(pair.from().bytes(), FileCalls.O_RDONLY | FileCalls.O_NOFOLLOW, 0);
        try {
            int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL;
            int out = FileCalls.open(pair.to().bytes(), flags, 0600);
            try {
                int count = Descriptors.read(in, buffer, 0, BUFFER_BYTES);
                while (count > 0) {
                    Descriptors.writeFully(out, buffer, 0, count);
                    count = Descriptors.read(in, buffer, 0, BUFFER_BYTES);
                }
                FileErrors.check(count, pair.from());
            } finally {
                Descriptors.close(out);
            }
        } finally {
            Descriptors.close(in);
        }
    }

    private static void keepAttributes(Pair pair, FileStatus status) {
        FileErrors.check(FileCalls.chmod(pair.to().bytes(), status.permissions()), pair.to());
        FileErrors.check(FileCalls.setModified(pair.to().bytes(), status.modifiedAt()), pair.to());
    }
}
