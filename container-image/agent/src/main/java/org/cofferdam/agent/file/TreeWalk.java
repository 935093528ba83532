package org.cofferdam.agent.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.DirectoryNames;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.agent.system.OpenDirectory;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.file.PathText;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a tree as it is met, in memory that does not grow with it: one open directory for each level. Links are not followed, what is
 * not finished is not shown, and what the kernel shows of processes is not entered: there the agent would see what is its own.
 */
final class TreeWalk {

    private static final int LARGEST_IGNORE_FILE = 1 << 20;
    private static final byte[] IGNORE_FILE = ".gitignore".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROCESSES = "/proc".getBytes(StandardCharsets.US_ASCII);

    /** Is shown what is met. Paths begin below the top. */
    interface Visitor {

        /**
         * A directory.
         *
         * @param path empty for the top, else with a slash at its end
         * @return whether to go into it
         */
        boolean directory(byte[] path, FileStatus status) throws IOException;

        /** Anything else; a top that is no directory has its name as its path. */
        void entry(OpenDirectory directory, byte[] name, byte[] path, FileStatus status) throws IOException;

        /** A directory cannot be read; throws that, or goes on without it. */
        void unreadable(SystemCallException e);
    }

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

    private final @Nullable IgnoreRules excludes;
    private final boolean gitignore;
    private final Visitor visitor;
    private final ArrayDeque<Level> levels = new ArrayDeque<>();
    private final long processes = device(PROCESSES);
    private final FilePlace top;
    private boolean single;
    private boolean stopped;

    /**
     * @param excludes patterns of {@code .gitignore} for what to leave out
     * @param gitignore whether to leave out what the {@code .gitignore} files say
     */
    TreeWalk(FilePlace top, List<String> excludes, boolean gitignore, Visitor visitor) {
        this.top = top;
        this.excludes = excludes.isEmpty() ? null : IgnoreRules.of(null, "", excludes);
        this.gitignore = gitignore;
        this.visitor = visitor;
    }

    void run() throws IOException {
        try {
            begin();
            while (!levels.isEmpty() && !stopped) {
                Level level = levels.peek();
                byte[] name = level.names().next();
                if (name == null) {
                    levels.pop().close();
                } else if (!TemporaryName.is(name)) {
                    visit(level, name);
                }
            }
        } catch (SystemCallException e) {
            throw FileErrors.of(e, current());
        } finally {
            levels.forEach(Level::close);
        }
    }

    /** Shows nothing more. */
    void stop() {
        stopped = true;
    }

    /** Where an entry is that was shown. */
    FilePlace place(byte[] path) {
        return single ? top : top.child(path);
    }

    private FilePlace current() {
        return levels.isEmpty() ? top : top.child(levels.peek().path());
    }

    private void begin() throws IOException {
        FileStatus status = FileStatus.of(top.bytes());
        if (status.device() == processes) {
            throw new SystemCallException("open", Errno.EACCES);
        }
        if (!status.isDirectory()) {
            single = true;
            try (OpenDirectory parent =
                    OpenDirectory.of(top.parent().child(new byte[] {'.'}).bytes())) {
                visitor.entry(parent, top.nameBytes(), top.nameBytes(), status);
            }
            return;
        }
        FilePlace through = top.isRoot() ? top : top.child(new byte[] {'.'});
        OpenDirectory directory = OpenDirectory.of(through.bytes());
        boolean pushed = false;
        try {
            if (visitor.directory(new byte[0], status)) {
                push(directory, new byte[0], excludes);
                pushed = true;
            }
        } finally {
            if (!pushed) {
                directory.close();
            }
        }
    }

    private static long device(byte[] path) {
        try {
            return FileStatus.of(path).device();
        } catch (SystemCallException noneMounted) {
            return -1;
        }
    }

    private void push(OpenDirectory directory, byte[] path, @Nullable IgnoreRules above) {
        IgnoreRules rules = gitignore ? ignoreFile(directory, path, above) : above;
        levels.push(new Level(directory, directory.names(), path, rules));
    }

    private static @Nullable IgnoreRules ignoreFile(OpenDirectory directory, byte[] path, @Nullable IgnoreRules above) {
        int fd = directory.open(IGNORE_FILE, FileCalls.O_RDONLY | Descriptors.O_NONBLOCK, 0);
        if (fd < 0) {
            return above;
        }
        try (NativeBuffer buffer = new NativeBuffer(LARGEST_IGNORE_FILE)) {
            int length = Math.max(0, Descriptors.readFully(fd, buffer.memory(), LARGEST_IGNORE_FILE));
            byte[] text = buffer.memory().asSlice(0, length).toArray(JAVA_BYTE);
            List<String> lines = PathText.of(text).lines().toList();
            return IgnoreRules.of(above, PathText.of(path), lines);
        } finally {
            Descriptors.close(fd);
        }
    }

    private void visit(Level level, byte[] name) throws IOException {
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
            if (status.device() != processes) {
                enter(level, name, joined(path, new byte[] {'/'}), status);
            }
        } else {
            visitor.entry(level.directory(), name, path, status);
        }
    }

    private void enter(Level level, byte[] name, byte[] path, FileStatus status) throws IOException {
        OpenDirectory directory;
        try {
            directory = level.directory().directory(name);
        } catch (SystemCallException e) {
            if (e.errno() != Errno.ENOENT) {
                visitor.unreadable(e);
            }
            return;
        }
        boolean pushed = false;
        try {
            if (visitor.directory(path, status)) {
                push(directory, path, level.rules());
                pushed = true;
            }
        } finally {
            if (!pushed) {
                directory.close();
            }
        }
    }

    private static byte[] joined(byte[] path, byte[] name) {
        byte[] joined = Arrays.copyOf(path, path.length + name.length);
        System.arraycopy(name, 0, joined, path.length, name.length);
        return joined;
    }
}
