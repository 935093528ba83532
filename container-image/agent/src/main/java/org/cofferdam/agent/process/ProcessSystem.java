package org.cofferdam.agent.process;

import java.nio.file.Path;
import java.util.concurrent.Future;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.system.Children;
import org.cofferdam.agent.user.Become;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;

/** Everything that runs processes, wired together. */
public final class ProcessSystem {

    private static final long HOUSEKEEPING_SECONDS = 30;

    private final Reaper reaper = new Reaper();
    private final Pump pump = new Pump();
    private final Spawner spawner;
    private final Workers workers;
    private final Processes processes;
    private final Commands commands;

    /** @param scratch an empty directory that every user may enter and nobody may list */
    public ProcessSystem(Path scratch, Configuration configuration, Workers workers) {
        this.workers = workers;
        this.processes = new Processes(scratch);
        this.spawner = new Spawner(reaper, new Become(scratch));
        this.commands = new Commands(configuration, processes, new Programs(reaper, pump, workers, spawner));
    }

    /** Starts the threads. */
    public void start() {
        Thread.ofPlatform().daemon().name("reaper").start(reaper);
        Thread.ofPlatform().daemon().name("pump").start(pump);
        Future<?> housekeeping = workers.every(HOUSEKEEPING_SECONDS, new Housekeeping(processes));
        assert !housekeeping.isDone();
    }

    /** Ends everything at once, as the agent is about to end itself. */
    public void killAll() {
        if (ProcessHandle.current().pid() == 1) {
            Children.kill(-1, Signal.KILL.number());
            return;
        }
        for (AgentProcess process : processes.all()) {
            Execution execution = process.execution();
            if (execution != null && !process.status().ended()) {
                execution.stop(ProcessStatus.KILLED, Signal.KILL, 0);
            }
        }
    }

    public Reaper reaper() {
        return reaper;
    }

    public Pump pump() {
        return pump;
    }

    public Workers workers() {
        return workers;
    }

    public Spawner spawner() {
        return spawner;
    }

    public Processes processes() {
        return processes;
    }

    public Commands commands() {
        return commands;
    }
}
