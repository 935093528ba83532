package org.cofferdam.agent.process;

import org.cofferdam.agent.system.Identity;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.jspecify.annotations.Nullable;

/** A process that is a program of its own: the leader of a session and of a process group. */
final class Program implements Execution {

    private final AgentProcess process;
    private final Reaper reaper;
    private final @Nullable StdinPipe stdin;
    private volatile int pid;

    Program(AgentProcess process, Reaper reaper, @Nullable StdinPipe stdin) {
        this.process = process;
        this.reaper = reaper;
        this.stdin = stdin;
    }

    void hasPid(int newPid) {
        pid = newPid;
        process.hasPid(newPid);
    }

    @Override
    public @Nullable StdinPipe stdin() {
        return stdin;
    }

    @Override
    public void signal(Signal signal) {
        process.signalling(signal.number());
        reaper.kill(-pid, signal.number());
    }

    private ProcessTree tree() {
        Identity user = process.user().identity();
        String id = process.id().value();
        return reaper.holds(pid) ? ProcessTree.of(user, id, pid) : ProcessTree.leftOver(user, id);
    }

    @Override
    public void stop(ProcessStatus reason, Signal signal, long graceMillis) {
        process.stopping(reason);
        process.signalling(signal.number());
        process.signalling(Signal.KILL.number());
        tree().end(signal, graceMillis);
    }
}
