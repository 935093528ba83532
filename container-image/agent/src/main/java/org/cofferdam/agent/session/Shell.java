package org.cofferdam.agent.session;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cofferdam.agent.process.ProcFile;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.process.Pump;
import org.cofferdam.agent.process.Stdio;
import org.cofferdam.agent.system.Children.Ended;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.User;

/** One bash. Its listener is told of each command's status and of the shell's end, in this order. */
final class Shell implements Pump.Source {

    /** The variable that marks what a shell of a session started. */
    static final String MARK = "COFFERDAM_SESSION";

    /** What a FIFO takes without blocking when it is empty. */
    static final int CONTROL_BYTES = 32 << 10;

    private static final int REPORT_BYTES = 64;

    private final ProcessSystem system;
    private final ShellDirectory directory;
    private final Listener listener;
    private final int control;
    private final int report;
    private final long token;
    private final StringBuilder reported = new StringBuilder();
    private volatile int pid;
    private boolean closed;

    /** Called without locks held, on the pump's or the reaper's thread. */
    interface Listener {

        void commandEnded(Shell shell, int status);

        void shellEnded(Shell shell, Ended ended);
    }

    Shell(ProcessSystem system, ShellDirectory directory, Listener listener) {
        this.system = system;
        this.directory = directory;
        this.listener = listener;
        this.control = directory.openBoth("control");
        this.report = directory.openBoth("report");
        this.token = system.pump().add(this);
    }

    /**
     * Starts it.
     *
     * @param bash its path
     * @param mark tells this session's processes from all others
     */
    void start(String bash, User user, CommandEnvironment environment, String mark, String cwd) {
        boolean started = false;
        try {
            List<byte[]> arguments = List.of(
                    bytes(bash),
                    bytes("bash"),
                    bytes("--noprofile"),
                    bytes("--norc"),
                    bytes(directory.path("control")));
            int nothing = system.spawner().devNull();
            pid = system.spawner()
                    .start(
                            user,
                            arguments,
                            environment.entries(MARK, mark),
                            cwd,
                            new Stdio(nothing, nothing, nothing),
                            this::ended);
            tell(ShellScript.START);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    ShellDirectory directory() {
        return directory;
    }

    int pid() {
        return pid;
    }

    boolean alive() {
        return system.reaper().holds(pid);
    }

    /** Gives it lines to execute, when it has executed all those before. */
    void tell(String lines) {
        Descriptors.writeFully(control, bytes(lines));
    }

    void signal(int signal) {
        system.reaper().kill(pid, signal);
    }

    /**
     * Whether it has come back to its script and waits there for more. What it reported before has reached the listener by then; not to be
     * called under the listener's lock.
     */
    boolean awaitsLine(User user) {
        boolean awaits;
        try (FileRights _ = FileRights.of(user.identity())) {
            awaits = ProcFile.readsFrom(pid, directory.path("control"));
        }
        takeReports(Pump.threadBuffer());
        return awaits;
    }

    /** Its children now: what earlier commands left in the background. */
    Set<Integer> children() {
        return new HashSet<>(ProcFile.children(pid));
    }

    @Override
    public int descriptor() {
        return report;
    }

    @Override
    public void readable(MemorySegment buffer) {
        takeReports(buffer);
    }

    private synchronized void takeReports(MemorySegment buffer) {
        int count = closed ? 0 : Descriptors.read(report, buffer, 0, REPORT_BYTES);
        for (int i = 0; i < count; i++) {
            char c = (char) buffer.get(JAVA_BYTE, i);
            if (c != '\n') {
                reported.append(c);
                continue;
            }
            String line = reported.toString();
            reported.setLength(0);
            if (line.matches("\\d{1,3}")) {
                listener.commandEnded(this, Integer.parseInt(line));
            }
        }
    }

    /** What it reported just before its end still counts. */
    private void ended(Ended ended) {
        takeReports(Pump.threadBuffer());
        listener.shellEnded(this, ended);
        close();
    }

    private synchronized void close() {
        closed = true;
        system.pump().remove(this, token);
        Descriptors.close(control);
        Descriptors.close(report);
        directory.remove();
    }
}
