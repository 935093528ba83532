package org.cofferdam.agent.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.cofferdam.agent.system.DirectoryNames;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Deletes an entry with all that is in it. Links are deleted, not followed. */
final class TreeDelete {

    /** How many names of a directory are held at once. */
    private static final int NAMES = 1000;

    private TreeDelete() {}

    /** As {@link #delete}, also where directories of ours forbid it. */
    static void force(FilePlace top) {
        try {
            delete(top);
        } catch (SandboxException refused) {
            allow(top);
            delete(top);
        }
    }

    private static void allow(FilePlace top) {
        Deque<FilePlace> pending = new ArrayDeque<>(List.of(top));
        while (!pending.isEmpty()) {
            FilePlace place = pending.pop();
            if (isDirectory(place)) {
                FileCalls.chmod(place.bytes(), 0700);
                try (DirectoryNames names = new DirectoryNames(place.bytes())) {
                    for (byte[] name = names.next(); name != null; name = names.next()) {
                        pending.push(place.child(name));
                    }
                } catch (SystemCallException e) {
                    throw FileErrors.of(e, place);
                }
            }
        }
    }

    static void delete(FilePlace top) {
        List<FilePlace> path = new ArrayList<>();
        path.add(top);
        while (!path.isEmpty()) {
            FilePlace place = path.getLast();
            if (remove(place)) {
                path.removeLast();
                continue;
            }
            FilePlace full = removeEntries(place);
            if (full != null) {
                path.add(full);
            }
        }
    }

    /** Removes a single entry; false when it is a directory that is not empty. */
    private static boolean remove(FilePlace place) {
        int result = FileCalls.unlink(place.bytes());
        if (result == -Errno.EISDIR || (result == -Errno.EPERM && isDirectory(place))) {
            result = FileCalls.rmdir(place.bytes());
        }
        if (result == -Errno.ENOTEMPTY || result == -Errno.EEXIST) {
            return false;
        }
        if (result != -Errno.ENOENT) {
            FileErrors.check(result, place);
        }
        return true;
    }

    private static boolean isDirectory(FilePlace place) {
        try {
            return FileStatus.ofEntry(place.bytes()).isDirectory();
        } catch (SystemCallException e) {
            return false;
        }
    }

    /** Removes entries of a directory until one is a full directory itself, which it returns. */
    private static @Nullable FilePlace removeEntries(FilePlace directory) {
        List<byte[]> names = new ArrayList<>();
        try (DirectoryNames all = new DirectoryNames(directory.bytes())) {
            for (byte[] name = all.next(); name != null && names.size() < NAMES; name = all.next()) {
                names.add(name);
            }
        } catch (SystemCallException e) {
            throw FileErrors.of(e, directory);
        }
        for (byte[] name : names) {
            FilePlace place = directory.child(name);
            if (!remove(place)) {
                return place;
            }
        }
        return null;
    }
}
