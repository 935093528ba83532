package org.cofferdam.ejb.sandbox;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.jspecify.annotations.Nullable;

/**
 * The control operations of one sandbox, for one caller at a time. Each commits the intent, acts on the container, and commits the
 * outcome; when the act fails, the outcome says what is still true, and the caller gets the platform's own error. When the server dies
 * or the database goes in between, the row tells what was cut off, and {@link SandboxSettlement} goes on with it.
 */
final class SandboxControl {

    private final LiveSandbox live;
    private final SandboxRow row;
    private final SandboxContainer container;
    private final SandboxStart start;
    private final InstantSource clock;

    SandboxControl(
            LiveSandbox live, SandboxRow row, SandboxContainer container, SandboxStart start, InstantSource clock) {
        this.live = live;
        this.row = row;
        this.container = container;
        this.start = start;
        this.clock = clock;
    }

    /**
     * Makes the sandbox if there is none; then it is PENDING, or runs where the caller waits for that. Where the start left nothing
     * behind that somebody could look at, the row is taken back, and the caller may try the same again.
     */
    Created create(NewSandbox newSandbox, boolean wait) {
        Optional<Sandbox> existing = row.find();
        if (existing.isPresent()) {
            if (existing.get().state() != SandboxState.DESTROYED) {
                return Created.existing(existing.get().toInfo());
            }
            finishDestruction(existing.get());
        }
        Sandbox made = row.add(Sandbox.create(newSandbox, clock.instant()));
        boolean fromPool = made.adopting();
        if (!wait) {
            return new Created(made.toInfo(), true, fromPool);
        }
        try {
            return new Created(start.launch(made).toInfo(), true, fromPool);
        } catch (SandboxException e) {
            if (SandboxContainer.agentSilent(e)) {
                start.noteFailure(made, e);
            } else {
                undoCreation(made, e);
            }
            throw e;
        }
    }

    /** A platform that does not answer is not asked again, for the caller waits: the reconciler removes what may be there. */
    private void undoCreation(Sandbox made, SandboxException reason) {
        try {
            row.noteDestruction();
            if (reason.code() != ErrorCode.RUNTIME_UNAVAILABLE) {
                finishDestruction(made);
            }
        } catch (SandboxException e) {
            reason.addSuppressed(e); // the row says DESTROYED or PENDING: the reconciler goes on
        }
    }

    /** Ends its processes, whoever uses it, and keeps its files. */
    SandboxInfo sleep() {
        Sandbox sandbox = row.change(Sandbox::sleep);
        live.freeze();
        return finishSleep(sandbox);
    }

    /**
     * Puts it to sleep if nobody uses it now.
     *
     * @param alone whether no other server may know better: the row tells when it was used through one
     */
    void sleepIfIdle(boolean alone) {
        if (!live.freezeIfIdle()) {
            return;
        }
        Sandbox sandbox;
        try {
            if (!alone && usedElsewhere()) {
                live.thaw();
                return;
            }
            sandbox = row.change(Sandbox::sleep);
        } catch (SandboxException e) {
            live.thaw();
            throw e;
        }
        finishSleep(sandbox);
    }

    private boolean usedElsewhere() {
        Sandbox sandbox = row.require();
        live.sleepAfter(sandbox.sleepAfter().duration());
        live.usedAt(sandbox.lastActiveAt());
        return sandbox.usedSince(clock.instant().minus(SandboxUpkeep.USE_IS_NOTED_WITHIN));
    }

    /** The second half of falling asleep. */
    SandboxInfo finishSleep(Sandbox sandbox) {
        try {
            container.stop(sandbox);
            SandboxInfo asleep = row.note(Sandbox::slept).toInfo();
            live.detach();
            return asleep;
        } catch (SandboxException e) {
            live.thaw();
            row.takeBack(SandboxControl::stayAwake, e);
            throw e;
        }
    }

    private static void stayAwake(Sandbox sandbox) {
        if (sandbox.state() == SandboxState.RUNNING) {
            sandbox.running();
        }
    }

    SandboxInfo pause() {
        Sandbox sandbox = row.change(Sandbox::pause);
        if (sandbox.state() == SandboxState.PAUSED) {
            return sandbox.toInfo();
        }
        return finishPause(sandbox);
    }

    /** The second half of pausing; uses that are under way stand still, and go on later. */
    SandboxInfo finishPause(Sandbox sandbox) {
        live.freeze();
        try {
            container.pause(sandbox);
            return row.note(Sandbox::paused).toInfo();
        } catch (SandboxException e) {
            undoPause(sandbox, e);
            throw e;
        }
    }

    private void undoPause(Sandbox sandbox, SandboxException reason) {
        try {
            container.resume(sandbox);
            live.thaw();
            row.takeBack(SandboxControl::stayAwake, reason);
        } catch (SandboxException e) {
            reason.addSuppressed(
                    e); // it stays barred, and the row says that it shall be paused: the reconciler goes on
        }
    }

    SandboxInfo resume() {
        Sandbox sandbox = row.change(Sandbox::resume);
        if (sandbox.state() == SandboxState.RUNNING) {
            return sandbox.toInfo();
        }
        try {
            container.resume(sandbox);
        } catch (SandboxException e) {
            row.takeBack(Sandbox::paused, e);
            throw e;
        }
        Optional<AgentLink> link = live.link();
        if (link.isPresent()) {
            container.configure(link.get(), sandbox);
            live.thaw();
            return row.note(Sandbox::running).toInfo();
        }
        if (!start.relink(sandbox)) {
            row.note(it -> it.stopped(SandboxSettlement.SILENT));
            throw new SandboxException(
                    ErrorCode.AGENT_LOST, SandboxSettlement.SILENT, "The next use starts it anew.", null);
        }
        return row.require().toInfo();
    }

    /** Commits the variables, then tells an agent that is there; one that is not will be told when it is found. */
    void mergeEnv(Map<String, @Nullable String> changes) {
        Sandbox sandbox = row.change(it -> it.mergeEnv(changes));
        if (live.usable()) {
            live.link().ifPresent(link -> container.configure(link, sandbox));
        } else if (sandbox.standing().runs()) {
            start.use(); // its agent was found by another server only: finding it tells it
        }
    }

    SandboxInfo update(SandboxPatch patch) {
        Sandbox sandbox = row.change(it -> it.apply(patch));
        live.sleepAfter(sandbox.sleepAfter().duration());
        return sandbox.toInfo();
    }

    /** Takes it away; fine when there is none. */
    void destroy() {
        row.find().ifPresent(sandbox -> {
            row.noteDestruction();
            finishDestruction(sandbox);
        });
    }

    /** The second half of destroying. */
    void finishDestruction(Sandbox sandbox) {
        live.detach();
        container.remove(SandboxContainer.id(sandbox));
        row.remove();
    }

    /** Whether there is no such sandbox. */
    boolean absent() {
        return row.find().isEmpty();
    }
}
