package org.cofferdam.agent.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cofferdam.agent.archive.InvalidArchive;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.OpenDirectory;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.file.PathText;

/** A directory in which entries are reached by paths that never go through a link or out of it; the last way is held open. */
final class Staging implements AutoCloseable {

    private static final int DEEPEST = 1000;
    private static final int PRIVATE_MODE = 0700;

    @SuppressWarnings("ArrayRecordComponent") // a name is bytes
    private record Step(byte[] name, OpenDirectory directory) {}

    private final OpenDirectory root;
    private final ArrayDeque<Step> way = new ArrayDeque<>();

    Staging(OpenDirectory root) {
        this.root = root;
    }

    OpenDirectory root() {
        return root;
    }

    /**
     * The names that a path consists of, empty for the root itself.
     *
     * @throws org.cofferdam.protocol.error.SandboxException {@code invalid-archive} when it is absolute, goes up or has a NUL
     */
    static List<byte[]> names(byte[] path) {
        if (path.length > 0 && path[0] == '/') {
            throw InvalidArchive.because("An entry has an absolute path: " + PathText.of(path));
        }
        List<byte[]> names = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                addName(names, Arrays.copyOfRange(path, begin, i), path);
                begin = i + 1;
            } else if (path[i] == 0) {
                throw InvalidArchive.because("An entry's path has a NUL");
            }
        }
        if (names.size() > DEEPEST) {
            throw InvalidArchive.because("An entry is more than " + DEEPEST + " directories deep");
        }
        return names;
    }

    private static void addName(List<byte[]> names, byte[] name, byte[] path) {
        if (name.length == 2 && name[0] == '.' && name[1] == '.') {
            throw InvalidArchive.because("An entry's path goes up: " + PathText.of(path));
        }
        boolean nothing = name.length == 0 || (name.length == 1 && name[0] == '.');
        if (!nothing) {
            names.add(name);
        }
    }

    /** The directory of these names, made where {@code make}. Open until the next call. */
    OpenDirectory directory(List<byte[]> names, boolean make) {
        int same = 0;
        for (var step = way.descendingIterator(); step.hasNext() && same < names.size(); same++) {
            if (!Arrays.equals(step.next().name(), names.get(same))) {
                break;
            }
        }
        while (way.size() > same) {
            way.pop().directory().close();
        }
        for (byte[] name : names.subList(same, names.size())) {
            OpenDirectory here = way.isEmpty() ? root : way.peek().directory();
            way.push(new Step(name, enter(here, name, make)));
        }
        return way.isEmpty() ? root : way.peek().directory();
    }

    private static OpenDirectory enter(OpenDirectory here, byte[] name, boolean make) {
        if (make) {
            int made = here.mkdir(name, PRIVATE_MODE);
            if (made < 0 && made != -Errno.EEXIST) {
                throw new SystemCallException("mkdir", -made);
            }
        }
        try {
            return here.directory(name);
        } catch (SystemCallException e) {
            if (e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
                throw InvalidArchive.because("An entry lies below " + PathText.of(name) + ", which is no directory");
            }
            throw e;
        }
    }

    @Override
    public void close() {
        way.forEach(step -> step.directory().close());
        root.close();
    }
}
