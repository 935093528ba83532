package org.cofferdam.ejb.sandbox;

import static java.lang.System.Logger.Level.WARNING;

import java.util.Optional;
import java.util.function.Consumer;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxState;

/** Brings one sandbox to where it can be used: starts it, or finds the agent of one that runs. */
final class SandboxStart {

    private static final System.Logger LOG = System.getLogger(SandboxStart.class.getName());

    private final SandboxId id;
    private final LiveSandbox live;
    private final SandboxRow row;
    private final SandboxContainer container;

    SandboxStart(LiveSandbox live, SandboxRow row, SandboxContainer container) {
        this.id = live.id();
        this.live = live;
        this.row = row;
        this.container = container;
    }

    /** Makes it ready for use: finds the agent of a running one, starts one that sleeps, was stopped, or whose start was cut off. */
    void use() {
        if (live.usable()) {
            return;
        }
        Sandbox sandbox = row.require();
        switch (sandbox.state()) {
            case RUNNING -> relinkOrStart(sandbox);
            case PENDING, SLEEPING, STOPPED -> start(Sandbox::start);
            case PAUSED, FAILED, DESTROYED -> throw sandbox.refusal();
        }
    }

    /** As {@link #use}, and gives a failed one another chance. */
    SandboxInfo wake() {
        if (row.require().state() == SandboxState.FAILED) {
            return start(Sandbox::revive).toInfo();
        }
        use();
        return row.require().toInfo();
    }

    /** Commits the intent, starts, and commits the outcome. */
    Sandbox start(Consumer<Sandbox> intent) {
        live.detach();
        Sandbox pending = row.change(intent);
        try {
            return launch(pending);
        } catch (SandboxException e) {
            noteFailure(pending, e);
            throw e;
        }
    }

    /** Starts one that is PENDING; when this fails the row still says so. */
    Sandbox launch(Sandbox pending) {
        AgentLink link = container.start(pending);
        try {
            Sandbox running = row.note(Sandbox::running);
            publish(link, running);
            return running;
        } catch (SandboxException e) {
            link.close();
            throw e;
        }
    }

    private void publish(AgentLink link, Sandbox sandbox) {
        live.sleepAfter(sandbox.sleepAfter().duration());
        live.attach(link);
    }

    /** Commits how a start ended badly. Not as FAILED when the platform is merely away: the next use tries again. */
    void noteFailure(Sandbox sandbox, SandboxException reason) {
        try {
            switch (reason.code()) {
                case RUNTIME_UNAVAILABLE -> row.note(it -> it.stopped(reason.detail()));
                case DATABASE_UNAVAILABLE, BUSY -> {} // the row stays PENDING: the reconciler goes on
                default -> {
                    row.note(it -> it.failed(reason.detail()));
                    container.stop(sandbox);
                }
            }
        } catch (SandboxException e) {
            reason.addSuppressed(e);
        }
    }

    private void relinkOrStart(Sandbox running) {
        Optional<ContainerInfo> found = container.find(SandboxContainer.id(running));
        if (found.isEmpty()) {
            throw noteLost().refusal();
        }
        if (found.get().status() == ContainerStatus.STOPPED || !relink(running)) {
            start(Sandbox::start);
        }
    }

    /** Links a container that runs or is frozen; when its agent does not answer, stops it and says false. */
    boolean relink(Sandbox sandbox) {
        AgentLink link;
        try {
            link = container.relink(sandbox);
        } catch (SandboxException e) {
            if (!SandboxContainer.agentSilent(e)) {
                throw e;
            }
            LOG.log(WARNING, "Sandbox {0}: its agent does not answer, stopping its container", id);
            live.detach();
            container.stop(sandbox);
            return false;
        }
        publish(link, sandbox);
        if (!sandbox.standing().settled()) {
            row.note(Sandbox::running);
        }
        return true;
    }

    Sandbox noteLost() {
        live.detach();
        return row.note(it -> it.failed(SandboxContainer.LOST));
    }
}
