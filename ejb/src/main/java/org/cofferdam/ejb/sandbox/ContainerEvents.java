package org.cofferdam.ejb.sandbox;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerEventListener;

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

    @Override
    public void onEvent(ContainerEvent event) {
        directory.live(event.id()).ifPresent(live -> onEvent(event, live));
    }

    private void onEvent(ContainerEvent event, LiveSandbox live) {
        switch (event) {
            case ContainerEvent.Started _ -> {}
            case ContainerEvent.Died died ->
                reconciler.settleSoon(died.id(), "Its container ended with exit code " + died.exitCode());
            case ContainerEvent.OomKilled killed -> {
                LOG.log(WARNING, "Sandbox {0}: a process was ended for the sandbox's memory limit", killed.id());
                live.noteOutOfMemory();
            }
            case ContainerEvent.Removed removed -> reconciler.settleSoon(removed.id(), "");
        }
    }

    @Override
    public void onResync() {
        reconciler.passSoon();
    }
}
