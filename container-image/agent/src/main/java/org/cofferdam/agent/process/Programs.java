package org.cofferdam.agent.process;

import java.util.List;
import org.cofferdam.agent.process.Spawner.Stdio;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Descriptors.Pipe;
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
        Pipe in = process.spec().stdin() ? Descriptors.pipe() : null;
        Pipe out = Descriptors.pipe();
        Pipe err = Descriptors.pipe();
        StdinPipe stdin = in == null ? null : new StdinPipe(nonBlocking(in.writeEnd()));
        ProcessOutput output = new ProcessOutput(
                process.log(),
                pump,
                workers,
                nonBlocking(out.readEnd()),
                nonBlocking(err.readEnd()),
                process::publishEnd);
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
                    new Stdio(in == null ? spawner.devNull() : in.readEnd(), out.writeEnd(), err.writeEnd()),
                    ended -> {
                        process.ended(process.ending(ended), false);
                        output.processEnded();
                    }));
            started = true;
        } finally {
            if (in != null) {
                Descriptors.close(in.readEnd());
            }
            Descriptors.close(out.writeEnd());
            Descriptors.close(err.writeEnd());
            if (!started) {
                output.abandon();
            }
            if (!started && stdin != null) {
                stdin.close();
            }
        }
        output.resume();
        if (stdin != null) {
            process.onEnd(stdin::close);
        }
        TimeLimit.set(process, program, workers);
    }

    private static int nonBlocking(int pipeEnd) {
        Descriptors.setNonBlocking(pipeEnd);
        Descriptors.enlarge(pipeEnd);
        return pipeEnd;
    }
}
