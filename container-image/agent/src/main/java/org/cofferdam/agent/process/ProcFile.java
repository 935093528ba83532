package org.cofferdam.agent.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cofferdam.agent.system.Machine;
import org.jspecify.annotations.Nullable;

/** What /proc tells of the sandbox's processes (proc(5)). */
public final class ProcFile {

    private static final int TICKS_PER_SECOND = 100;

    private ProcFile() {}

    /**
     * A line of /proc/PID/stat.
     *
     * @param startTicks when it began, which tells it from a later one of the same pid
     */
    public record Stat(int pid, char state, int parent, int session, long startTicks) {

        boolean dead() {
            return state == 'Z' || state == 'X';
        }
    }

    public static @Nullable Stat stat(int pid) {
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

    /** The children of a process's first thread. */
    public static List<Integer> children(int pid) {
        try {
            String line = Files.readString(
                    Path.of("/proc/" + pid + "/task/" + pid + "/children"), StandardCharsets.ISO_8859_1);
            return line.isBlank()
                    ? List.of()
                    : Arrays.stream(line.trim().split(" ", -1))
                            .map(Integer::valueOf)
                            .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Now, as {@link Stat#startTicks} counts: hundredths of a second of the machine's running time. */
    public static long nowTicks() {
        try {
            String uptime = Files.readString(Path.of("/proc/uptime"), StandardCharsets.ISO_8859_1);
            return (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * TICKS_PER_SECOND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a process is blocked in reading a file; the thread needs its user's rights to see that. */
    public static boolean readsFrom(int pid, String file) {
        try {
            String call = Files.readString(Path.of("/proc/" + pid + "/syscall"), StandardCharsets.ISO_8859_1);
            String[] words = call.split(" ", 3);
            if (words.length < 3
                    || Integer.parseInt(words[0]) != Machine.current().readCall()) {
                return false;
            }
            long fd = Long.decode(words[1]);
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + fd)).equals(Path.of(file));
        } catch (IOException | NumberFormatException cannotTell) {
            return false;
        }
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
