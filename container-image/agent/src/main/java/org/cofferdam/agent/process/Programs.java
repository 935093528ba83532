package org.cofferdam.agent.process;

import java.util.List;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.PseudoTerminal;
import org.cofferdam.agent.user.CommandEnvironment;

/** Starts processes that are programs of their own. */
final class Programs {

    private final Reaper reaper;
    private final Pump pump;
    private final Workers workers;
    private final Spawner spawner;

    Programs(Reaper reaper, Pump pump, Workers workers, Spawner spawner) {
        this.reaper = reaper;
        this.pump = pump;
        this.workers = workers;
        this.spawner = spawner;
    }

    /**
     * Starts it in a terminal, as {@link Spawner#start}.
     *
     * @param terminal taken over, also when this fails
     */
    StdinPipe start(
            AgentProcess process,
            List<byte[]> arguments,
            CommandEnvironment environment,
            String cwd,
            PseudoTerminal terminal,
            ProcessOutput.Observer observer) {
        StdinPipe stdin = new StdinPipe(Descriptors.duplicate(terminal.master()));
        ProcessOutput output =
                new ProcessOutput(process.log(), pump, workers, observer, process::publishEnd, terminal.master());
        Program program = new Program(process, reaper, stdin);
        process.assign(program);
        process.begin();
        boolean started = false;
        try {
            program.hasPid(spawner.start(
                    process.user(),
                    arguments,
                    environment.entries(ProcessTree.MARK, process.id().value()),
                    cwd,
                    Stdio.ofTerminal(terminal.path()),
                    ended -> {
                        process.ended(process.ending(ended), false);
                        output.processEnded();
                    }));
            started = true;
        } finally {
            if (!started) {
                output.abandon();
                stdin.close();
            }
        }
        output.resume();
        process.onEnd(stdin::close);
        return stdin;
    }

    /**
     * Takes a program that runs already, the leader of a session of its own.
     *
     * @param out our end of its standard output, which does not block; likewise {@code err}; taken over, also when this fails
     * @return false when it is no child of ours
     */
    boolean adopt(AgentProcess process, int pid, int out, int err) {
        ProcessOutput output = new ProcessOutput(process.log(), pump, workers, out, err, process::publishEnd);
        Program program = new Program(process, reaper, null);
        process.assign(program);
        process.begin();
        program.hasPid(pid);
        boolean adopted = reaper.adopt(pid, ended -> {
            process.ended(process.ending(ended), false);
            output.processEnded();
        });
        if (adopted) {
            output.resume();
        } else {
            output.abandon();
        }
        return adopted;
    }

    /** Starts it, as {@link Spawner#start}. */
    void start(AgentProcess process, List<byte[]> arguments, CommandEnvironment environment, String cwd) {
        try (ProgramPipes pipes = new ProgramPipes(process.spec().stdin(), spawner.devNull())) {
            ProcessOutput output = new ProcessOutput(
                    process.log(), pump, workers, pipes.stdout(), pipes.stderr(), process::publishEnd);
            StdinPipe stdin = pipes.hasStdin() ? new StdinPipe(pipes.stdin()) : null;
            Program program = new Program(process, reaper, stdin);
            process.assign(program);
            process.begin();
            program.hasPid(spawner.start(
                    process.user(),
                    arguments,
                    environment.entries(ProcessTree.MARK, process.id().value()),
                    cwd,
                    pipes.child(),
                    ended -> {
                        process.ended(process.ending(ended), false);
                        output.processEnded();
                    }));
            pipes.takenOver();
            output.resume();
            if (stdin != null) {
                process.onEnd(stdin::close);
            }
            TimeLimit.set(process, program, workers);
        }
    }
}
