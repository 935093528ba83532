package org.cofferdam.agent.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cofferdam.agent.archive.InvalidArchive;
import org.cofferdam.agent.archive.TarEntry;
import org.cofferdam.agent.archive.TarInput;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.OpenDirectory;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.PathText;

/** Takes an archive's entries into an empty directory. Links are made as they are, and never followed. */
final class Unpack {

    static final long MOST_ENTRIES = 1_000_000;

    /** Directories get their permissions and times last, and are remembered until then. */
    private static final int MOST_DIRECTORIES = 100_000;

    private static final int BUFFER_BYTES = 128 << 10;
    private static final int USUAL_MODE = 0755;

    @SuppressWarnings("ArrayRecordComponent") // a name is bytes
    private record Attributes(byte[] path, int mode, Instant modifiedAt) {}

    private final TarInput tar;
    private final long mostEntries;
    private final long mostBytes;
    private final List<Attributes> directories = new ArrayList<>();
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private long entries;
    private long total;

    Unpack(FileRequest.Unpack request, TarInput tar) {
        this.tar = tar;
        this.mostEntries = request.maxEntries() == null ? MOST_ENTRIES : Math.min(request.maxEntries(), MOST_ENTRIES);
        this.mostBytes = request.maxBytes() == null ? Long.MAX_VALUE : request.maxBytes();
    }

    void into(Staging staging) throws IOException {
        try (NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES)) {
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                count(entry);
                take(entry, staging, buffer.memory());
            }
        }
    }

    ArchiveInfo info() {
        return new ArchiveInfo(entries, total, 0);
    }

    private void count(TarEntry entry) {
        if (++entries > mostEntries) {
            throw new SandboxException(ErrorCode.TOO_LARGE, "The archive has more than " + mostEntries + " entries");
        }
        if (entry.size() > mostBytes - total) {
            throw new SandboxException(
                    ErrorCode.TOO_LARGE, "The archive has more than " + mostBytes + " bytes when unpacked");
        }
        total += entry.size();
    }

    private void take(TarEntry entry, Staging staging, MemorySegment buffer) throws IOException {
        List<byte[]> names = Staging.names(entry.name());
        if (entry.kind() == TarEntry.Kind.DIRECTORY) {
            staging.directory(names, true);
            remember(entry);
            return;
        }
        if (names.isEmpty()) {
            throw InvalidArchive.because("An entry has no name");
        }
        OpenDirectory parent = staging.directory(names.subList(0, names.size() - 1), true);
        byte[] name = names.getLast();
        switch (entry.kind()) {
            case FILE -> file(entry, parent, name, buffer);
            case SYMBOLIC_LINK -> {
                check(replacing(parent, name, () -> parent.symlink(entry.target(), name)), entry);
                check(parent.setModified(name, entry.modifiedAt()), entry);
            }
            case HARD_LINK -> hardLink(entry, staging, names);
            case DIRECTORY -> throw new AssertionError();
        }
    }

    private void remember(TarEntry entry) {
        if (directories.size() >= MOST_DIRECTORIES) {
            throw new SandboxException(
                    ErrorCode.TOO_LARGE, "The archive has more than " + MOST_DIRECTORIES + " directories");
        }
        directories.add(new Attributes(entry.name(), entry.mode(), entry.modifiedAt()));
    }

    private void file(TarEntry entry, OpenDirectory parent, byte[] name, MemorySegment buffer) throws IOException {
        int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL;
        int fd = replacing(parent, name, () -> parent.open(name, flags, 0600));
        check(fd, entry);
        try {
            for (int count = tar.read(bytes); count > 0; count = tar.read(bytes)) {
                MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, count);
                Descriptors.writeFully(fd, buffer, 0, count);
            }
            check(FileCalls.fchmod(fd, entry.mode()), entry);
            check(OpenDirectory.setModified(fd, entry.modifiedAt()), entry);
        } finally {
            Descriptors.close(fd);
        }
    }

    private static void hardLink(TarEntry entry, Staging staging, List<byte[]> names) {
        List<byte[]> target = Staging.names(entry.target());
        if (target.isEmpty()) {
            throw InvalidArchive.because("A hard link leads nowhere");
        }
        try (OpenDirectory from =
                staging.directory(target.subList(0, target.size() - 1), false).directory(new byte[] {'.'})) {
            OpenDirectory parent = staging.directory(names.subList(0, names.size() - 1), true);
            byte[] name = names.getLast();
            int made = replacing(parent, name, () -> from.link(target.getLast(), parent, name));
            if (made == -Errno.ENOENT || made == -Errno.EPERM) {
                throw InvalidArchive.because("The archive has no file for the link " + PathText.of(entry.name()));
            }
            check(made, entry);
        } catch (SystemCallException e) {
            if (e.errno() == Errno.ENOENT) {
                throw InvalidArchive.because("The archive has no file for the link " + PathText.of(entry.name()));
            }
            throw e;
        }
    }

    private interface Making {
        int make();
    }

    /** Of two entries of one name the later one counts. */
    private static int replacing(OpenDirectory parent, byte[] name, Making making) {
        int result = making.make();
        if (result == -Errno.EEXIST && parent.unlink(name) == 0) {
            result = making.make();
        }
        return result;
    }

    private static void check(int result, TarEntry entry) {
        if (result == -Errno.EEXIST) {
            throw InvalidArchive.because("A directory is in the way of " + PathText.of(entry.name()));
        }
        if (result < 0) {
            throw new SystemCallException(PathText.of(entry.name()), -result);
        }
    }

    /** Gives directories their permissions and times, the deepest first: some do not let us in afterwards. */
    void settle(Staging placed, boolean root) {
        List<Attributes> deepestFirst = new ArrayList<>(directories);
        deepestFirst.sort(
                Comparator.comparingInt((Attributes it) -> it.path().length).reversed());
        for (Attributes attributes : deepestFirst) {
            List<byte[]> names = Staging.names(attributes.path());
            if (!names.isEmpty() || root) {
                OpenDirectory directory = placed.directory(names, false);
                FileCalls.require("chmod", directory.chmod(attributes.mode()));
                FileCalls.require("futimens", directory.setModified(attributes.modifiedAt()));
            }
        }
        if (root
                && directories.stream().noneMatch(it -> Staging.names(it.path()).isEmpty())) {
            FileCalls.require("chmod", placed.root().chmod(USUAL_MODE));
        }
    }
}
