package org.cofferdam.agent.file;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.cofferdam.protocol.file.PathText;

/**
 * An absolute path, in bytes as the kernel knows it, for a name need not be text. Doubled slashes and one at the end are left out, and single
 * dots within; double dots stay, since there may be links before them, as does a dot at the end, which follows one.
 */
final class FilePlace {

    private final byte[] bytes;

    private FilePlace(byte[] bytes) {
        this.bytes = bytes;
    }

    static FilePlace of(String path) {
        byte[] raw = PathText.bytes(path);
        ByteArrayOutputStream clean = new ByteArrayOutputStream(raw.length);
        int i = 0;
        while (i < raw.length) {
            if (raw[i] == '/' && (i + 1 == raw.length || raw[i + 1] == '/')) {
                i++;
            } else if (raw[i] == '/' && i + 2 < raw.length && raw[i + 1] == '.' && raw[i + 2] == '/') {
                i += 2;
            } else {
                clean.write(raw[i++]);
            }
        }
        return clean.size() == 0 ? new FilePlace(new byte[] {'/'}) : new FilePlace(clean.toByteArray());
    }

    /** The bytes themselves, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** The path as text; what is not UTF-8 is escaped. */
    String text() {
        return PathText.of(bytes);
    }

    String name() {
        return PathText.of(nameBytes());
    }

    byte[] nameBytes() {
        return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    /** The directory that it is in; the root is in itself. */
    FilePlace parent() {
        return new FilePlace(Arrays.copyOf(bytes, Math.max(1, lastSlash())));
    }

    /** An entry of this directory. */
    FilePlace child(byte[] name) {
        boolean dot = bytes.length > 1 && bytes[bytes.length - 1] == '.' && bytes[bytes.length - 2] == '/';
        int length = bytes.length == 1 ? 0 : bytes.length - (dot ? 2 : 0);
        byte[] child = Arrays.copyOf(bytes, length + 1 + name.length);
        child[length] = '/';
        System.arraycopy(name, 0, child, length + 1, name.length);
        return new FilePlace(child);
    }

    /** Where a link in this place leads that has {@code target} written in it. */
    FilePlace follow(byte[] target) {
        return target.length > 0 && target[0] == '/' ? new FilePlace(target) : parent().child(target);
    }

    boolean isRoot() {
        return bytes.length == 1;
    }

    private int lastSlash() {
        int at = bytes.length - 1;
        while (bytes[at] != '/') {
            at--;
        }
        return at;
    }

    @Override
    public String toString() {
        return text();
    }
}
