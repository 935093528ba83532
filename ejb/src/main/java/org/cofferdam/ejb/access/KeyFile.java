package org.cofferdam.ejb.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.cofferdam.persistence.access.KeyText;

/** The file with the first key: readable by its owner alone from the moment it exists, and never half written. */
final class KeyFile {

    private final Path path;

    KeyFile(Path home) {
        path = home.resolve("api-key");
    }

    Path path() {
        return path;
    }

    void write(KeyText text) throws IOException {
        Path half = path.resolveSibling("api-key.new");
        Files.createDirectories(half.toAbsolutePath().getParent());
        Files.deleteIfExists(half);
        try (SeekableByteChannel channel = Files.newByteChannel(
                half,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap((text.reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(half, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
