package org.cofferdam.agent.process;

import java.util.List;
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
