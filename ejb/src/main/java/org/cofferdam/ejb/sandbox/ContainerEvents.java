package org.cofferdam.ejb.sandbox;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerEventListener;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.ejb.pool.WarmPool;
import org.cofferdam.persistence.pool.WarmContainer;
import org.cofferdam.persistence.sandbox.SandboxRepository;
import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * Hears what the platform tells of containers, and has the sandboxes concerned settled. News only say where to look: most of them
 * are of our own doing. So a start is nothing to look after, nor is a sandbox that has no bean; the next pass sees the rest.
 */
@MessageDriven(messageListenerInterface = ContainerEventListener.class)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ContainerEvents implements ContainerEventListener {

    private static final System.Logger LOG = System.getLogger(ContainerEvents.class.getName());

    @Inject
    private SandboxDirectory directory;

    @Inject
    private Reconciler reconciler;

    @Inject
    private WarmPool pool;

    @Inject
    private Database database;

    @Override
    public void onEvent(ContainerEvent event) {
        if (event instanceof ContainerEvent.Started) {
            return;
        }
        Optional<SandboxId> sandbox = sandboxOf(event.id());
        if (sandbox.isPresent()) {
            directory.live(sandbox.get()).ifPresent(live -> onEvent(event, live));
        } else if (event instanceof ContainerEvent.Died) {
            pool.died(event.id());
        }
    }

    private void onEvent(ContainerEvent event, LiveSandbox live) {
        switch (event) {
            case ContainerEvent.Started _ -> {}
            case ContainerEvent.Died died ->
                reconciler.settleSoon(live.id(), "Its container ended with exit code " + died.exitCode());
            case ContainerEvent.OomKilled _ -> {
                LOG.log(WARNING, "Sandbox {0}: a process was ended for the sandbox's memory limit", live.id());
                live.noteOutOfMemory();
            }
            case ContainerEvent.Removed _ -> reconciler.settleSoon(live.id(), "");
        }
    }

    /** A container that was made before its sandbox has a name of its own; whose it is stands in the sandbox's row. */
    private Optional<SandboxId> sandboxOf(ContainerId container) {
        if (!WarmContainer.isName(container.value())) {
            return Optional.of(new SandboxId(container.value()));
        }
        return database.call(entities -> new SandboxRepository(entities).ofContainer(container.value()));
    }

    @Override
    public void onResync() {
        reconciler.passSoon();
    }
}
