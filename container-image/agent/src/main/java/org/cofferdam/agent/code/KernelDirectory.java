package org.cofferdam.agent.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.Identity;

/** Where a kernel's connection file and its sockets lie; its user's own. */
final class KernelDirectory {

    static final int SHELL = 1;
    static final int IOPUB = 2;
    static final int STDIN = 3;
    static final int CONTROL = 4;
    private static final int HEARTBEAT = 5;
    private static final int ENTERED_BY_USER = 0700;
    private static final int OF_USER = 0600;

    private final Path path;

    private KernelDirectory(Path path) {
        this.path = path;
    }

    static KernelDirectory make(Path path, Identity user) {
        KernelDirectory directory = new KernelDirectory(path);
        byte[] name = bytes(path);
        FileCalls.require("mkdir", FileCalls.mkdir(name, ENTERED_BY_USER));
        try {
            Files.write(directory.connectionFile(), directory.connection());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FileCalls.require("chown", FileCalls.chown(bytes(directory.connectionFile()), user.uid(), user.gid()));
        FileCalls.require("chown", FileCalls.chown(name, user.uid(), user.gid()));
        return directory;
    }

    private byte[] connection() {
        return Json.write(Map.of(
                "transport", "ipc",
                "ip", path.resolve("s").toString(),
                "shell_port", SHELL,
                "iopub_port", IOPUB,
                "stdin_port", STDIN,
                "control_port", CONTROL,
                "hb_port", HEARTBEAT,
                "key", "",
                "signature_scheme", "hmac-sha256"));
    }

    Path connectionFile() {
        return path.resolve("connection.json");
    }

    String socket(int number) {
        return path.resolve("s") + "-" + number;
    }

    private static byte[] bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Makes a FIFO that the user may open, beside the directory, where he cannot replace it; our end, which does not block. */
    int openFifo(String name, Identity user) {
        byte[] fifo = bytes(fifo(name));
        FileCalls.require("mkfifo", FileCalls.mkfifo(fifo, OF_USER));
        FileCalls.require("chown", FileCalls.chown(fifo, user.uid(), user.gid()));
        int fd = FileCalls.open(fifo, FileCalls.O_RDONLY | Descriptors.O_NONBLOCK, 0);
        Descriptors.enlarge(fd);
        return fd;
    }

    Path fifo(String name) {
        return path.resolveSibling(path.getFileName() + "." + name);
    }

    void removeFifo(String name) {
        FileCalls.unlink(bytes(fifo(name)));
    }

    void remove() {
        try (Stream<Path> files = Files.list(path)) {
            files.forEach(file -> FileCalls.unlink(bytes(file)));
        } catch (IOException e) {
            return; // it is gone already
        }
        FileCalls.rmdir(bytes(path));
    }
}
