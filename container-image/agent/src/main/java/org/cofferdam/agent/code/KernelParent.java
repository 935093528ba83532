package org.cofferdam.agent.code;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Readiness;
import org.cofferdam.agent.system.Sockets;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.jspecify.annotations.Nullable;

/**
 * A process that has imported what a language's kernels take long to import, and forks one when it is asked. It runs as the sandbox's user, so
 * what it says is believed no further than that: the pid that it names must be a child of ours that nobody knows.
 */
final class KernelParent {

    private static final long START_MILLIS = 60_000;
    private static final long CONNECT_PAUSE_NANOS = 3_000_000;
    private static final int ANSWER_BYTES = 256;

    private final ProcessSystem system;
    private final AgentProcess process;
    private final KernelDirectory directory;
    private final User user;
    private final KernelSpec.Parent spec;
    private final List<String> fixed;

    /** What a kernel is to be; its variables as {@code NAME=value}. */
    record Wanted(KernelDirectory directory, ProcessSpec process, List<byte[]> variables, String cwd) {}

    private KernelParent(
            ProcessSystem system,
            AgentProcess process,
            KernelDirectory directory,
            User user,
            KernelSpec.Parent spec,
            List<String> fixed) {
        this.system = system;
        this.process = process;
        this.directory = directory;
        this.user = user;
        this.spec = spec;
        this.fixed = fixed;
    }

    /** @throws SandboxException as {@link org.cofferdam.agent.process.Commands#start(ProcessSpec, Keep)} */
    static KernelParent start(
            KernelSpec.Parent spec,
            ProcessSystem system,
            KernelDirectory directory,
            String name,
            User user,
            CommandEnvironment environment) {
        String socket = socket(directory).toString();
        List<String> argv = spec.argv().stream()
                .map(word -> word.replace("{socket}", socket))
                .toList();
        AgentProcess process = system.commands()
                .start(
                        new ProcessSpec(
                                new ProcessId(name), null, argv, null, "/", null, null, false, null, Kernel.LOG_BYTES),
                        Keep.LAST);
        process.onEnd(directory::remove);
        return new KernelParent(system, process, directory, user, spec, environment.beginning(spec.fixed()));
    }

    private static Path socket(KernelDirectory directory) {
        return directory.connectionFile().resolveSibling("parent");
    }

    boolean ended() {
        return process.status().ended();
    }

    /** Whether a kernel that it forks is the same as one that starts by itself. */
    boolean fits(User other, CommandEnvironment environment) {
        return user.equals(other) && fixed.equals(environment.beginning(spec.fixed()));
    }

    /**
     * Forks a kernel.
     *
     * @return null when the parent has ended
     * @throws SandboxException {@code cwd-not-found}, {@code quota-exceeded}
     */
    @Nullable AgentProcess fork(Wanted wanted) {
        int out = wanted.directory().openFifo("out", user.identity());
        int err = wanted.directory().openFifo("err", user.identity());
        boolean taken = false;
        try {
            int connection = connect();
            if (connection < 0) {
                return null;
            }
            try {
                write(connection, request(wanted));
                int pid = pid(answer(connection), wanted.cwd());
                if (pid == 0) {
                    return null;
                }
                taken = true;
                AgentProcess kernel = system.commands().adopt(wanted.process(), user, pid, out, err);
                if (kernel != null) {
                    write(connection, "go\n".getBytes(StandardCharsets.US_ASCII));
                }
                return kernel;
            } finally {
                Descriptors.close(connection);
            }
        } finally {
            wanted.directory().removeFifo("out");
            wanted.directory().removeFifo("err");
            if (!taken) {
                Descriptors.close(out);
                Descriptors.close(err);
            }
        }
    }

    private int connect() {
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        int fd = Sockets.connectUnix(socket(directory).toString());
        while (fd < 0 && !ended() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(CONNECT_PAUSE_NANOS);
            fd = Sockets.connectUnix(socket(directory).toString());
        }
        return fd;
    }

    private static byte[] request(Wanted wanted) {
        List<String> variables = wanted.variables().stream()
                .map(entry -> new String(entry, StandardCharsets.ISO_8859_1))
                .toList();
        byte[] json = Json.write(Map.of(
                "connection_file", wanted.directory().connectionFile().toString(),
                "out", wanted.directory().fifo("out").toString(),
                "err", wanted.directory().fifo("err").toString(),
                "cwd", wanted.cwd(),
                "env", variables));
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    private static void write(int fd, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(JAVA_BYTE, bytes);
            int done = 0;
            while (done < bytes.length) {
                int count = Descriptors.write(fd, from, done, bytes.length - done);
                if (count < 0 && !await(arena, fd, Readiness.OUT)) {
                    return; // it has ended, which reading tells
                }
                done += Math.max(0, count);
            }
        }
    }

    /** Its line, without the line's end; empty when it has ended. */
    private static String answer(int fd) {
        StringBuilder line = new StringBuilder();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(ANSWER_BYTES);
            while (line.indexOf("\n") < 0 && line.length() < ANSWER_BYTES && await(arena, fd, Readiness.IN)) {
                int count = Descriptors.read(fd, into, 0, ANSWER_BYTES);
                if (count <= 0) {
                    return "";
                }
                line.append(StandardCharsets.UTF_8.decode(into.asSlice(0, count).asByteBuffer()));
            }
        }
        return line.toString().trim();
    }

    private static boolean await(Arena arena, int fd, int what) {
        Readiness readiness = new Readiness(arena, 1);
        readiness.watch(0, fd, what);
        return readiness.await(1, START_MILLIS) && (readiness.ready(0) & Readiness.ERROR) == 0;
    }

    /** Zero for none. */
    private static int pid(String answer, String cwd) {
        if (answer.equals("cwd")) {
            throw new SandboxException(ErrorCode.CWD_NOT_FOUND, "Cannot enter the working directory " + cwd);
        }
        if (answer.startsWith("error")) {
            throw new SandboxException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The sandbox has no room for another kernel",
                    "End some processes, or raise the sandbox's limits",
                    null);
        }
        return answer.matches("[0-9]{1,9}") ? Integer.parseInt(answer) : 0;
    }
}
