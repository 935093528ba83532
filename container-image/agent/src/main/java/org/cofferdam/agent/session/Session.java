package org.cofferdam.agent.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.ProcessOutput;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.process.ProcessTree;
import org.cofferdam.agent.system.Children.Ended;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.PathText;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;
import org.jspecify.annotations.Nullable;

/** A queue of commands before one shell, which is replaced when it has ended. */
final class Session implements Shell.Listener {

    /** How often, and how far apart, a shell is asked to give up its command before it is killed. */
    private static final int INTERRUPTS = 20;

    private static final long INTERRUPT_MILLIS = 50;

    private static final long WATCH_MILLIS = 250;
    private static final long WATCH_MOST_MILLIS = 8_000;

    private final SessionId id;
    private final User user;
    private final CommandEnvironment environment;
    private final String cwd;
    private final ShellMaker maker;
    private final ProcessSystem system;
    private final String mark;
    private final Instant createdAt = Instant.now();

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<SessionCommand> queue = new ArrayDeque<>();
    private @Nullable Shell shell;
    private @Nullable SessionCommand current;
    private boolean streamsHeld;
    private boolean interrupted;
    private int stopping;
    private boolean deleted;

    Session(
            SessionId id,
            User user,
            CommandEnvironment environment,
            String cwd,
            String mark,
            ShellMaker maker,
            ProcessSystem system) {
        this.id = id;
        this.user = user;
        this.environment = environment;
        this.cwd = cwd;
        this.mark = mark;
        this.maker = maker;
        this.system = system;
    }

    SessionId id() {
        return id;
    }

    User user() {
        return user;
    }

    /** Starts the shell, so that what is wrong with the session shows when it is made. */
    void open() {
        lock.lock();
        try {
            readyShell();
        } finally {
            lock.unlock();
        }
    }

    private Shell readyShell() {
        Shell ready = shell;
        if (ready == null) {
            ready = maker.make(user, this);
            ready.start(maker.bash(), user, environment, mark, cwd);
            shell = ready;
            streamsHeld = false;
            interrupted = false;
        }
        return ready;
    }

    /** Runs a command after all those before it. */
    void submit(AgentProcess process) {
        lock.lock();
        try {
            if (deleted) {
                throw new SandboxException(ErrorCode.SESSION_NOT_FOUND, "No session " + id);
            }
            SessionCommand command = new SessionCommand(this, process, system);
            if (idle() && queue.isEmpty()) {
                start(command);
            } else {
                queue.add(command);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether a command may begin: while one is being stopped none may, as what it started could be taken for the other's. */
    private boolean idle() {
        return current == null && stopping == 0;
    }

    private void start(SessionCommand command) {
        Shell ready = readyShell();
        if (streamsHeld) {
            ready.directory().renew("out");
            ready.directory().renew("err");
            streamsHeld = false;
        }
        if (interrupted) {
            ready.tell(ShellScript.AFTER_INTERRUPT);
            interrupted = false;
        }
        command.process().begin();
        current = command;
        boolean started = false;
        try {
            command.start(ready, () -> finished(command), () -> watch(command, WATCH_MILLIS));
            started = true;
        } finally {
            if (!started) {
                current = null;
            }
        }
    }

    /** A command's output is complete. */
    private void finished(SessionCommand command) {
        boolean ready;
        boolean waiting;
        lock.lock();
        try {
            if (current == command) {
                streamsHeld |= command.streamsHeld();
                current = null;
            }
            waiting = !queue.isEmpty() && stopping == 0;
            ready = waiting && shell != null;
        } finally {
            lock.unlock();
        }
        command.process().publishEnd();
        if (ready) {
            advance();
        } else if (waiting) {
            system.workers().run(this::advance);
        }
    }

    private void advance() {
        List<AgentProcess> failed = new ArrayList<>();
        lock.lock();
        try {
            while (idle() && !queue.isEmpty()) {
                SessionCommand next = queue.removeFirst();
                try {
                    start(next);
                } catch (SandboxException | SystemCallException e) {
                    next.process().log().note("cofferdam: " + e.getMessage() + "\n");
                    next.cancel(ProcessStatus.KILLED);
                    failed.add(next.process());
                }
            }
        } finally {
            lock.unlock();
        }
        failed.forEach(AgentProcess::publishEnd);
    }

    @Override
    public void commandEnded(Shell reporter, int status) {
        ProcessOutput output = null;
        lock.lock();
        try {
            if (reporter == shell && current != null) {
                current.ended(status);
                output = current.output();
            }
        } finally {
            lock.unlock();
        }
        if (output != null) {
            output.processEnded();
        }
    }

    @Override
    public void shellEnded(Shell gone, Ended ended) {
        ProcessOutput output = null;
        lock.lock();
        try {
            if (gone != shell) {
                return;
            }
            shell = null;
            if (current != null && current.begun()) {
                current.ended(ended);
                output = current.output();
            } else if (current != null) {
                current.retract();
                queue.addFirst(current);
                current = null;
                system.workers().run(this::advance);
            }
        } finally {
            lock.unlock();
        }
        if (output != null) {
            output.processEnded();
        }
    }

    /**
     * Looks after a command that has closed its outputs but not reported. A shell that waits for its next line by then never will, as
     * after {@code set -n} or when somebody has replaced the builtins that we use: it is of no more use to anyone.
     */
    private void watch(SessionCommand command, long millis) {
        Future<?> look = system.workers().runAfter(millis, () -> {
            Shell running = runs(command);
            if (running == null) {
                return;
            }
            boolean awaitsLine = running.awaitsLine(user);
            if (awaitsLine && runs(command) == running) {
                command.process().stopping(ProcessStatus.LOST);
                interrupt(command, Signal.KILL.number());
            } else if (!awaitsLine) {
                watch(command, Math.min(millis * 2, WATCH_MOST_MILLIS));
            }
        });
        command.process().onEnd(() -> look.cancel(false));
    }

    /** The shell that runs a command of which no status is known, and that nobody is stopping; null when there is none. */
    private @Nullable Shell runs(SessionCommand command) {
        lock.lock();
        try {
            return current == command && command.process().stopped() == null && !command.reported() ? shell : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a command: takes it out of the queue, or ends its processes and has the shell give it up. A shell that does not, as one that
     * handles our signal itself, is killed.
     */
    void stop(SessionCommand command, ProcessStatus reason, Signal signal, long graceMillis) {
        if (unqueue(command, reason)) {
            command.process().publishEnd();
            return;
        }
        hold(1);
        try {
            stopCurrent(command, reason, signal, graceMillis);
        } finally {
            hold(-1);
        }
        advance();
    }

    private void hold(int change) {
        lock.lock();
        try {
            stopping += change;
        } finally {
            lock.unlock();
        }
    }

    private void stopCurrent(SessionCommand command, ProcessStatus reason, Signal signal, long graceMillis) {
        CountDownLatch ended = new CountDownLatch(1);
        command.process().onEnd(ended::countDown);
        command.process().stopping(reason);
        if (!interrupt(command, ShellScript.INTERRUPT)) {
            return;
        }
        command.tree().end(signal, graceMillis);
        try {
            for (int i = 0; i < INTERRUPTS; i++) {
                if (ended.await(INTERRUPT_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                interrupt(command, ShellScript.INTERRUPT);
                command.tree().end(Signal.KILL, 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        interrupt(command, Signal.KILL.number());
    }

    private boolean unqueue(SessionCommand command, ProcessStatus reason) {
        lock.lock();
        try {
            boolean removed = queue.remove(command);
            if (removed) {
                command.cancel(reason);
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Signals the shell while it runs {@code command}, and only then. */
    private boolean interrupt(SessionCommand command, int signal) {
        lock.lock();
        try {
            if (current != command || shell == null) {
                return false;
            }
            interrupted = true;
            command.process().signalling(signal);
            shell.signal(signal);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything that runs or waits in it, in the background too. */
    void delete() {
        List<SessionCommand> cancelled;
        lock.lock();
        try {
            deleted = true;
            cancelled = List.copyOf(queue);
            queue.clear();
            cancelled.forEach(command -> command.cancel(ProcessStatus.KILLED));
            if (current != null) {
                current.process().stopping(ProcessStatus.KILLED);
                current.process().signalling(Signal.KILL.number());
            }
        } finally {
            lock.unlock();
        }
        cancelled.forEach(command -> command.process().publishEnd());
        tree().end(Signal.KILL, 0);
    }

    private ProcessTree tree() {
        Shell running = shell;
        int pid = running != null && running.alive() ? running.pid() : -1;
        return new ProcessTree(
                user.identity(),
                Shell.MARK + "=" + mark,
                (all, marked) -> ProcessTree.grow(
                        all, marked, process -> pid > 0 && (process.pid() == pid || process.session() == pid)));
    }

    SessionInfo info() {
        lock.lock();
        try {
            int pid = shell == null ? 0 : shell.pid();
            return new SessionInfo(id, cwdOf(pid), pid, current != null, createdAt);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String cwdOf(int pid) {
        if (pid == 0) {
            return null;
        }
        try (FileRights _ = FileRights.of(user.identity())) {
            byte[] link = ("/proc/" + pid + "/cwd").getBytes(StandardCharsets.US_ASCII);
            return PathText.of(FileCalls.readlink(link));
        } catch (SystemCallException gone) {
            return null;
        }
    }
}
