package org.cofferdam.agent.process;

import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.settings.SandboxDefaults;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.PseudoTerminal;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.process.ProcessSpec;
import org.jspecify.annotations.Nullable;

/** Turns requests outside sessions into running processes. */
public final class Commands {

    private final Configuration configuration;
    private final Processes processes;
    private final Programs programs;

    Commands(Configuration configuration, Processes processes, Programs programs) {
        this.configuration = configuration;
        this.processes = processes;
        this.programs = programs;
    }

    /**
     * Starts a process in a terminal of its own, which keeps {@code retention} bytes of output.
     *
     * @param terminal taken over
     * @throws org.cofferdam.protocol.error.SandboxException as {@link #start(ProcessSpec, Keep)}
     */
    public AgentProcess start(
            ProcessSpec spec,
            User user,
            CommandEnvironment environment,
            String cwd,
            long retention,
            PseudoTerminal terminal,
            ProcessOutput.Observer observer) {
        AgentProcess process = null;
        boolean started = false;
        boolean taken = false;
        try {
            var arguments = CommandLine.of(spec, environment);
            process = processes.add(spec, user, retention, Keep.LAST);
            taken = true;
            programs.start(process, arguments, environment, cwd, terminal, observer);
            started = true;
            return process;
        } finally {
            if (!taken) {
                Descriptors.close(terminal.master());
            } else if (!started && process != null) {
                processes.remove(process);
            }
        }
    }

    /**
     * Makes a process of a program that another process started for us and left to us.
     *
     * @param pid of the program, which leads a session of its own
     * @param out our end of its standard output, which does not block; likewise {@code err}; taken over, also when this fails
     * @return null when it is no child of ours
     * @throws org.cofferdam.protocol.error.SandboxException {@code process-exists}
     */
    public @Nullable AgentProcess adopt(ProcessSpec spec, User user, int pid, int out, int err) {
        AgentProcess process = null;
        boolean adopted = false;
        try {
            process = processes.add(spec, user, configuration.defaults().maxOutputBytes(), Keep.LAST);
            adopted = programs.adopt(process, pid, out, err);
            return adopted ? process : null;
        } finally {
            if (process == null) {
                Descriptors.close(out);
                Descriptors.close(err);
            } else if (!adopted) {
                processes.remove(process);
            }
        }
    }

    /**
     * Starts a process.
     *
     * @throws org.cofferdam.protocol.error.SandboxException {@code process-exists}, {@code user-unknown}, {@code user-not-allowed}, {@code
     *     cwd-not-found}, {@code no-shell}, {@code too-large}, {@code quota-exceeded}
     */
    public AgentProcess start(ProcessSpec spec, Keep keep) {
        SandboxDefaults defaults = configuration.defaults();
        User user =
                spec.user() == null ? defaults.user() : configuration.users().require(spec.user());
        CommandEnvironment environment = defaults.environmentOf(user).with(spec.env());
        var arguments = CommandLine.of(spec, environment);
        AgentProcess process = processes.add(spec, user, defaults.maxOutputBytes(), keep);
        boolean started = false;
        try {
            programs.start(process, arguments, environment, defaults.resolve(spec.cwd()));
            started = true;
            return process;
        } finally {
            if (!started) {
                processes.remove(process);
            }
        }
    }
}
