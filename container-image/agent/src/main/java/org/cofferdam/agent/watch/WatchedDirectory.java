package org.cofferdam.agent.watch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cofferdam.protocol.file.PathText;
import org.jspecify.annotations.Nullable;

/** A directory under watch. Its path is that of its parents, so that a move of one of them moves it too. */
final class WatchedDirectory {

    private final int watch;
    private @Nullable WatchedDirectory parent;
    private byte[] name;
    private @Nullable Map<String, WatchedDirectory> children;

    /** Entries that were reported because they were found; the kernel's report about them may still be under way. */
    private @Nullable Set<String> found;

    /** @param name the whole path where there is no parent */
    WatchedDirectory(int watch, @Nullable WatchedDirectory parent, byte[] name) {
        this.watch = watch;
        this.parent = parent;
        this.name = name;
    }

    int watch() {
        return watch;
    }

    byte[] path() {
        return parent == null ? name : parent.child(name);
    }

    byte[] child(byte[] entry) {
        byte[] path = path();
        int length = path.length == 1 ? 0 : path.length;
        byte[] child = Arrays.copyOf(path, length + 1 + entry.length);
        child[length] = '/';
        System.arraycopy(entry, 0, child, length + 1, entry.length);
        return child;
    }

    /** The path of an entry from the watched directory on. */
    String relative(byte[] entry) {
        String text = PathText.of(entry);
        WatchedDirectory above = parent;
        return above == null ? text : above.relative(name) + "/" + text;
    }

    void attach(WatchedDirectory newParent, byte[] newName) {
        detach();
        parent = newParent;
        name = newName;
        if (newParent.children == null) {
            newParent.children = new HashMap<>();
        }
        newParent.children.put(key(newName), this);
    }

    void detach() {
        WatchedDirectory above = parent;
        if (above != null && above.children != null) {
            above.children.remove(key(name), this);
        }
    }

    @Nullable WatchedDirectory find(byte[] entry) {
        return children == null ? null : children.get(key(entry));
    }

    Iterable<WatchedDirectory> children() {
        return children == null ? Set.of() : Set.copyOf(children.values());
    }

    void found(byte[] entry) {
        if (found == null) {
            found = new HashSet<>();
        }
        found.add(key(entry));
    }

    /** Whether an entry was found before; asked once for each. */
    boolean wasFound(byte[] entry) {
        return found != null && found.remove(key(entry));
    }

    void forgetFound() {
        found = null;
    }

    private static String key(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
