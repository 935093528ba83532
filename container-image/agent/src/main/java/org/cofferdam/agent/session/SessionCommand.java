package org.cofferdam.agent.session;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.Ending;
import org.cofferdam.agent.process.Execution;
import org.cofferdam.agent.process.ProcFile;
import org.cofferdam.agent.process.ProcessOutput;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.process.ProcessTree;
import org.cofferdam.agent.process.StdinPipe;
import org.cofferdam.agent.process.TimeLimit;
import org.cofferdam.agent.system.Children.Ended;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.jspecify.annotations.Nullable;

/** One command in a session. Everything but {@link #stop} and {@link #signal} is called under the session's lock. */
final class SessionCommand implements Execution {

    private final Session session;
    private final AgentProcess process;
    private final ProcessSystem system;
    private final @Nullable StdinPipe stdin;
    private @Nullable ShellInput input;
    private @Nullable ProcessOutput output;

    /** What the shell's earlier commands had left running when this one began, and when that was. */
    private Set<Integer> older = Set.of();

    private long beganTicks;
    private boolean reported;
    private int shellPid;

    SessionCommand(Session session, AgentProcess process, ProcessSystem system) {
        this.session = session;
        this.process = process;
        this.system = system;
        this.stdin = process.spec().stdin() ? new StdinPipe() : null;
        if (stdin != null) {
            process.onEnd(stdin::close);
        }
        process.assign(this);
    }

    AgentProcess process() {
        return process;
    }

    /** Hands the command to an idle shell. */
    void start(Shell shell, Runnable onComplete, Runnable onSilence) {
        ShellDirectory directory = shell.directory();
        ProcessSpec spec = process.spec();
        ShellInput newInput = stdin == null ? null : new ShellInput(directory, stdin);
        String script = ShellScript.run(
                directory, process.id(), newInput == null ? null : newInput.path(), spec.cwd(), spec.env());
        if (script.length() > Shell.CONTROL_BYTES) {
            throw new SandboxException(
                    ErrorCode.TOO_LARGE,
                    "The variables of a command in a session have at most " + Shell.CONTROL_BYTES + " bytes",
                    "Export them by a command",
                    null);
        }
        directory.writeCommand(text(spec).getBytes(StandardCharsets.UTF_8));
        ProcessOutput pipes = new ProcessOutput(
                process.log(),
                system.pump(),
                system.workers(),
                directory.openReader("out"),
                directory.openReader("err"),
                onComplete);
        pipes.onSilence(onSilence);
        output = pipes;
        shellPid = shell.pid();
        older = shell.children();
        beganTicks = ProcFile.nowTicks();
        process.hasPid(shellPid);
        if (newInput != null) {
            newInput.open(system.workers());
            input = newInput;
        }
        shell.tell(script);
        pipes.resume();
        TimeLimit.set(process, this, system.workers());
    }

    private static String text(ProcessSpec spec) {
        if (spec.command() != null) {
            return spec.command();
        }
        return spec.argv() == null
                ? ""
                : spec.argv().stream().map(ShellScript::quote).collect(Collectors.joining(" "));
    }

    /** Whether the shell has reported a status. */
    boolean reported() {
        return reported;
    }

    /** The shell reported a status. */
    void ended(int status) {
        reported = true;
        releaseInput();
        ProcessStatus stopped = process.stopped();
        process.ended(stopped == null ? Ending.exited(status) : Ending.withoutRunning(stopped), false);
    }

    /** The shell itself ended. */
    void ended(Ended shell) {
        process.ended(process.ending(shell), true);
    }

    /** Before it was started. */
    void cancel(ProcessStatus reason) {
        process.stopping(reason);
        process.ended(Ending.withoutRunning(reason), false);
    }

    /** Whether the shell, which has ended, came to run it before. */
    boolean begun() {
        releaseInput();
        return process.stopped() != null || (stdin != null && stdin.opened()) || (output != null && output.opened());
    }

    /** It has not begun and will be started again. */
    void retract() {
        if (output != null) {
            output.abandon();
        }
    }

    private void releaseInput() {
        if (input != null) {
            input.release();
        }
    }

    @Nullable ProcessOutput output() {
        return output;
    }

    /** Whether something in the background holds its streams open, so that the next command needs new ones. */
    boolean streamsHeld() {
        return output != null && !output.allClosed();
    }

    @Override
    public @Nullable StdinPipe stdin() {
        return stdin;
    }

    @Override
    public void signal(Signal signal) {
        tree().signal(signal);
    }

    @Override
    public void stop(ProcessStatus reason, Signal signal, long graceMillis) {
        session.stop(this, reason, signal, graceMillis);
    }

    /** All that the command started, without the shell and what it had left from before. */
    ProcessTree tree() {
        String mark = ProcessTree.MARK + "=" + process.id();
        return new ProcessTree(process.user().identity(), mark, this::members);
    }

    private Set<Integer> members(Collection<ProcFile.Stat> all, Set<Integer> marked) {
        Set<Integer> before = ProcessTree.grow(all, older, other -> false);
        Set<Integer> seeds = new HashSet<>(marked);
        for (ProcFile.Stat other : all) {
            boolean ours = other.parent() == shellPid || other.session() == shellPid;
            if (ours && other.pid() != shellPid && !before.contains(other.pid()) && other.startTicks() >= beganTicks) {
                seeds.add(other.pid());
            }
        }
        return ProcessTree.grow(all, seeds, other -> false);
    }
}
