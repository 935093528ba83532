package org.cofferdam.connector.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The memory cgroup of a container, version 1 (Documentation/admin-guide/cgroup-v1/memory.rst of the kernel). In version 2 the engines
 * themselves know who was killed.
 */
record MemoryCgroup(Path directory) {

    private static final Path ROOT = Path.of("/sys/fs/cgroup/memory");
    private static final String OOM_CONTROL = "memory.oom_control";
    private static final String KILL_COUNT = "oom_kill ";

    /** Whether this machine has such cgroups. */
    static boolean isSupported() {
        return Files.isReadable(ROOT.resolve(OOM_CONTROL)) && Files.exists(ROOT.resolve("cgroup.event_control"));
    }

    /** The one that a process is in. */
    static Optional<MemoryCgroup> of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup")).stream()
                    .map(line -> line.split(":", 3)) // number:controllers:path
                    .filter(parts -> parts.length == 3
                            && List.of(parts[1].split(",", -1)).contains("memory"))
                    .map(parts -> new MemoryCgroup(ROOT.resolve(parts[2].substring(1))))
                    .filter(cgroup -> !cgroup.directory.equals(ROOT) && Files.exists(cgroup.oomControl()))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // the process has ended
        }
    }

    Path oomControl() {
        return directory.resolve(OOM_CONTROL);
    }

    Path eventControl() {
        return directory.resolve("cgroup.event_control");
    }

    /** How many processes the kernel has ended in it. */
    long oomKills() throws IOException {
        for (String line : Files.readAllLines(oomControl())) {
            if (line.startsWith(KILL_COUNT)) {
                return Long.parseLong(line.substring(KILL_COUNT.length()));
            }
        }
        return 0;
    }
}
