package org.cofferdam.agent.terminal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.session.Sessions;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.settings.SandboxDefaults;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.system.PseudoTerminal;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.jspecify.annotations.Nullable;

/** All terminals. Each is a process too, and forgotten together with that. */
public final class Terminals {

    static final int MOST = 64;

    private final Configuration configuration;
    private final ProcessSystem system;
    private final Sessions sessions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ProcessId, Terminal> byId = new LinkedHashMap<>();

    public Terminals(Configuration configuration, ProcessSystem system, Sessions sessions) {
        this.configuration = configuration;
        this.system = system;
        this.sessions = sessions;
    }

    /**
     * Opens a terminal.
     *
     * @throws SandboxException {@code process-exists}, {@code quota-exceeded}, {@code session-not-found}, {@code busy} for a session at work,
     *     {@code user-unknown}, {@code user-not-allowed}, {@code cwd-not-found}
     */
    public Terminal open(TerminalSpec spec) {
        requireRoom();
        SessionState state = spec.session() == null ? sandboxState(spec) : SessionState.ask(sessions, spec.session());
        String cwd = spec.cwd() == null || spec.cwd().startsWith("/")
                ? (spec.cwd() == null ? state.cwd() : spec.cwd())
                : state.cwd() + "/" + spec.cwd();
        CommandEnvironment environment =
                state.environment().with(variables(state)).with(spec.env());
        ReplayPoints points = new ReplayPoints();
        TerminalSize size = spec.sizeOrDefault();
        PseudoTerminal pty;
        try (FileRights _ = FileRights.of(state.user().identity())) {
            pty = PseudoTerminal.open();
        }
        PseudoTerminal.resize(pty.master(), size.cols(), size.rows());
        AgentProcess process = system.commands()
                .start(
                        processSpec(spec, state.user(), cwd),
                        state.user(),
                        environment,
                        cwd,
                        Terminal.RETENTION_BYTES,
                        pty,
                        points);
        Terminal terminal = new Terminal(process, points, size, spec.idleMillisOrDefault(), system.workers());
        lock.lock();
        try {
            byId.put(process.id(), terminal);
        } finally {
            lock.unlock();
        }
        terminal.startClock();
        return terminal;
    }

    private SessionState sandboxState(TerminalSpec spec) {
        SandboxDefaults defaults = configuration.defaults();
        User user =
                spec.user() == null ? defaults.user() : configuration.users().require(spec.user());
        return new SessionState(user, defaults.cwd(), defaults.environmentOf(user));
    }

    /**
     * What a program expects of its terminal. An engine's own TERM says nothing about the viewers', and LINES and COLUMNS would hide later
     * sizes; a language is only given where none is set.
     */
    private static Map<String, @Nullable String> variables(SessionState state) {
        CommandEnvironment environment = state.environment();
        Map<String, @Nullable String> variables = new HashMap<>();
        variables.put("LINES", null);
        variables.put("COLUMNS", null);
        variables.put("SHELL", shell(state.user()));
        variables.put("TERM", "xterm-256color");
        variables.put("COLORTERM", "truecolor");
        if (environment.get("LANG").isEmpty()
                && environment.get("LC_ALL").isEmpty()
                && environment.get("LC_CTYPE").isEmpty()) {
            variables.put("LANG", "C.UTF-8");
        }
        return variables;
    }

    private static ProcessSpec processSpec(TerminalSpec spec, User user, String cwd) {
        List<String> argv = spec.command() == null && spec.argv() == null ? List.of(shell(user)) : spec.argv();
        return new ProcessSpec(spec.id(), spec.command(), argv, spec.session(), cwd, null, null, true, null, null);
    }

    /** The user's own shell, where the image has it. */
    private static String shell(User user) {
        for (String shell : List.of(user.shell(), "/bin/bash", "/usr/bin/bash")) {
            if (shell.startsWith("/") && Files.isExecutable(Path.of(shell))) {
                return shell;
            }
        }
        return "/bin/sh";
    }

    private void requireRoom() {
        long running = list().stream()
                .filter(terminal -> !terminal.process().status().ended())
                .count();
        if (running >= MOST) {
            throw new SandboxException(
                    ErrorCode.QUOTA_EXCEEDED, "A sandbox has at most " + MOST + " terminals", "End some", null);
        }
    }

    /** Those whose processes are remembered, oldest first. */
    public List<Terminal> list() {
        Set<AgentProcess> remembered = new HashSet<>(system.processes().all());
        lock.lock();
        try {
            byId.values().removeIf(terminal -> !remembered.contains(terminal.process()));
            return List.copyOf(byId.values());
        } finally {
            lock.unlock();
        }
    }

    /** @throws SandboxException {@code process-not-found}; {@code invalid-value} for a process without terminal */
    public Terminal require(ProcessId id) {
        AgentProcess process = system.processes().require(id);
        lock.lock();
        try {
            Terminal terminal = byId.get(id);
            if (terminal == null || terminal.process() != process) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "Process " + id + " has no terminal");
            }
            return terminal;
        } finally {
            lock.unlock();
        }
    }
}
