package org.cofferdam.agent.watch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.cofferdam.agent.system.DirectoryNames;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.Inotify;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** The directories of one watch, as far as the user may read them. */
final class WatchedTree implements AutoCloseable {

    /** More would take too much of the agent's memory. */
    private static final int MOST_DIRECTORIES = 1 << 16;

    private static final int MASK = Inotify.CREATE
            | Inotify.DELETE
            | Inotify.MODIFY
            | Inotify.ATTRIB
            | Inotify.MOVED_FROM
            | Inotify.MOVED_TO
            | Inotify.EXCLUDE_UNLINKED
            | Inotify.ONLY_DIRECTORY;
    private static final int ROOT_MASK = MASK | Inotify.DELETE_SELF | Inotify.MOVE_SELF;

    /** What the kernel makes up: it reports no changes there, and "self" would be the agent. */
    private static final Set<String> NOT_FILES = Set.of("/proc", "/sys");

    private final Inotify inotify;
    private final PathFilter filter;
    private final boolean recursive;
    private final WatchedDirectory root;
    private final Map<Integer, WatchedDirectory> directories = new HashMap<>();
    private final List<WatchedDirectory> searched = new ArrayList<>();

    /**
     * Watches all directories there are.
     *
     * @throws SandboxException {@code file-not-found}, {@code not-directory}, {@code permission-denied}, {@code quota-exceeded}
     */
    WatchedTree(byte[] path, PathFilter filter, boolean recursive) {
        this.inotify = open();
        this.filter = filter;
        this.recursive = recursive;
        boolean made = false;
        try {
            int watch = inotify.add(path, ROOT_MASK);
            if (watch < 0) {
                throw refused(-watch, path);
            }
            root = new WatchedDirectory(watch, null, path);
            directories.put(watch, root);
            search(root, (_, _) -> {});
            made = true;
        } finally {
            if (!made) {
                inotify.close();
            }
        }
    }

    private static Inotify open() {
        try {
            return new Inotify();
        } catch (SystemCallException e) {
            throw new SandboxException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The machine has no room for another watch",
                    "Raise its fs.inotify.max_user_instances",
                    e);
        }
    }

    private static SandboxException refused(int errno, byte[] path) {
        String text = new String(path, StandardCharsets.UTF_8);
        SystemCallException cause = new SystemCallException("inotify_add_watch", errno);
        ErrorCode code = switch (errno) {
            case Errno.ENOENT -> ErrorCode.FILE_NOT_FOUND;
            case Errno.ENOTDIR -> ErrorCode.NOT_DIRECTORY;
            case Errno.EACCES -> ErrorCode.PERMISSION_DENIED;
            case Errno.ELOOP -> ErrorCode.SYMLINK_LOOP;
            case Errno.ENAMETOOLONG -> ErrorCode.NAME_TOO_LONG;
            case Errno.ENOSPC -> {
                throw full(text, cause);
            }
            default -> ErrorCode.INTERNAL_ERROR;
        };
        return new SandboxException(code, text + ": " + code.title(), cause);
    }

    private static SandboxException full(String path, @Nullable SystemCallException cause) {
        return new SandboxException(
                ErrorCode.QUOTA_EXCEEDED,
                path + " cannot be watched: there are too many directories",
                "Exclude some, or raise the machine's fs.inotify.max_user_watches",
                cause);
    }

    Inotify inotify() {
        return inotify;
    }

    boolean isRoot(WatchedDirectory directory) {
        return directory == root;
    }

    @Nullable WatchedDirectory find(int watch) {
        return directories.get(watch);
    }

    /** Watches an entry that is a new directory, and gives what is in it already. */
    void enter(WatchedDirectory parent, byte[] name, BiConsumer<WatchedDirectory, Entry> found) {
        WatchedDirectory directory = watch(parent, name);
        if (directory != null) {
            search(directory, found);
        }
    }

    /** An entry that was found. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Entry(byte[] name, boolean directory) {}

    private @Nullable WatchedDirectory watch(WatchedDirectory parent, byte[] name) {
        byte[] path = parent.child(name);
        String text = new String(path, StandardCharsets.UTF_8);
        if (!recursive || filter.excludes(parent.relative(name)) || NOT_FILES.contains(text)) {
            return null;
        }
        if (directories.size() >= MOST_DIRECTORIES) {
            throw full(text, null);
        }
        int watch = inotify.add(path, MASK | Inotify.DO_NOT_FOLLOW);
        if (watch == -Errno.ENOSPC || watch == -Errno.ENOMEM) {
            throw full(text, new SystemCallException("inotify_add_watch", -watch));
        }
        if (watch < 0) {
            return null; // gone, or not the user's to see
        }
        WatchedDirectory directory = directories.get(watch);
        if (directory == null) {
            directory = new WatchedDirectory(watch, null, name);
            directories.put(watch, directory);
        }
        directory.attach(parent, name);
        return directory;
    }

    private void search(WatchedDirectory top, BiConsumer<WatchedDirectory, Entry> found) {
        if (!recursive) {
            return;
        }
        Deque<WatchedDirectory> pending = new ArrayDeque<>();
        pending.add(top);
        while (!pending.isEmpty()) {
            WatchedDirectory directory = pending.remove();
            for (byte[] name : names(directory)) {
                boolean isDirectory = isDirectory(directory.child(name));
                found.accept(directory, new Entry(name, isDirectory));
                WatchedDirectory next = isDirectory ? watch(directory, name) : null;
                if (next != null) {
                    pending.add(next);
                }
            }
        }
    }

    private static List<byte[]> names(WatchedDirectory directory) {
        List<byte[]> names = new ArrayList<>();
        try (DirectoryNames all = new DirectoryNames(directory.path())) {
            for (byte[] name = all.next(); name != null; name = all.next()) {
                names.add(name);
            }
        } catch (SystemCallException goneOrNotTheUsers) {
            return names;
        }
        return names;
    }

    private static boolean isDirectory(byte[] path) {
        try {
            return FileStatus.ofEntry(path).isDirectory();
        } catch (SystemCallException gone) {
            return false;
        }
    }

    /** Notes that an entry was reported before the kernel's own report about it, which may be under way. */
    void reported(WatchedDirectory directory, byte[] name) {
        directory.found(name);
        searched.add(directory);
    }

    /** No report is under way any more. */
    void settled() {
        searched.forEach(WatchedDirectory::forgetFound);
        searched.clear();
    }

    /** A directory is no longer there, and the kernel has forgotten it. */
    void forgotten(int watch) {
        WatchedDirectory directory = directories.remove(watch);
        if (directory != null) {
            directory.detach();
        }
    }

    /** A directory has left the tree: what happens in it is no longer of interest. */
    void leave(WatchedDirectory directory) {
        directory.detach();
        Deque<WatchedDirectory> pending = new ArrayDeque<>();
        pending.add(directory);
        while (!pending.isEmpty()) {
            WatchedDirectory next = pending.remove();
            next.children().forEach(pending::add);
            directories.remove(next.watch());
            inotify.remove(next.watch());
        }
    }

    @Override
    public void close() {
        inotify.close();
    }
}
