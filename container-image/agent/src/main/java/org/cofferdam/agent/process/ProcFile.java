package org.cofferdam.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What /proc tells of the sandbox's processes (proc(5)). */
final class ProcFile {

    private ProcFile() {}

    /**
     * A line of /proc/PID/stat.
     *
     * @param startTicks when it began, which tells it from a later one of the same pid
     */
    record Stat(int pid, char state, int parent, int session, long startTicks) {

        boolean dead() {
            return state == 'Z' || state == 'X';
        }
    }

    static @Nullable Stat stat(int pid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", 21);
            return new Stat(
                    pid,
                    fields[0].charAt(0),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[3]),
                    Long.parseLong(fields[19]));
        } catch (IOException | IndexOutOfBoundsException gone) {
            return null;
        }
    }

    static List<Stat> all() {
        List<Stat> all = new ArrayList<>();
        String[] names = Path.of("/proc").toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                Stat stat = stat(Integer.parseInt(name));
                if (stat != null) {
                    all.add(stat);
                }
            }
        }
        return all;
    }

    /** Whether a process was given {@code entry} in its environment; the thread needs its user's rights to see that. */
    static boolean hasEnvironment(int pid, String entry) {
        try {
            String environ = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
            return environ.startsWith(entry + "\0") || environ.contains("\0" + entry + "\0");
        } catch (IOException notOurs) {
            return false;
        }
    }
}
