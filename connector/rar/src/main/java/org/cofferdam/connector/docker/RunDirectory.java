package org.cofferdam.connector.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** The directory of one sandbox that its agent and this server share; nobody else may enter it. */
record RunDirectory(Path path) {

    private static final String SOCKET = "agent.sock";

    Path socket() {
        return path.resolve(SOCKET);
    }

    /** Makes it, unless it is there. */
    void create() {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new SandboxException(ErrorCode.RUNTIME_ERROR, "The run directory " + path + " cannot be made", e);
        }
    }

    /** Removes it and the few files in it. */
    void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try {
            for (Path file : files()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new SandboxException(ErrorCode.RUNTIME_ERROR, "The run directory " + path + " cannot be removed", e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        }
    }
}
