package org.cofferdam.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of processes of this machine (proc(5)). */
final class Memory {

    private Memory() {}

    /** Of {@code COFFERDAM_SERVER_PID}; 0 when that is not set. */
    static long serverKilobytes() throws IOException {
        String pid = System.getenv("COFFERDAM_SERVER_PID");
        return pid == null ? 0 : residentKilobytes(Long.parseLong(pid));
    }

    static long residentKilobytes(long pid) throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findAny()
                    .orElse(0);
        }
    }
}
