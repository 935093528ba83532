package org.cofferdam.ejb.sandbox;

import static java.lang.System.Logger.Level.WARNING;

import java.util.Optional;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/** Makes row, container and link of one sandbox fit together again: finds out what is, decides by {@link Repair}, and does it. */
final class SandboxSettlement {

    static final String SILENT = "Its agent did not answer";

    private static final System.Logger LOG = System.getLogger(SandboxSettlement.class.getName());

    private final SandboxId id;
    private final LiveSandbox live;
    private final SandboxRow row;
    private final SandboxContainer container;
    private final SandboxStart start;
    private final SandboxControl control;

    SandboxSettlement(
            LiveSandbox live, SandboxRow row, SandboxContainer container, SandboxStart start, SandboxControl control) {
        this.id = live.id();
        this.live = live;
        this.row = row;
        this.container = container;
        this.start = start;
        this.control = control;
    }

    /** @param news what the platform told of its container, or null */
    void settle(@Nullable String news) {
        Optional<Sandbox> known = row.find();
        ContainerId name = known.map(SandboxContainer::id).orElse(ContainerId.of(id));
        Optional<ContainerInfo> found = container.find(name);
        if (known.isPresent()) {
            repair(known.get(), found, news);
        } else if (found.isPresent()) {
            LOG.log(WARNING, "Removing a container of sandbox {0}, which does not exist", id);
            container.remove(name);
        }
    }

    private void repair(Sandbox sandbox, Optional<ContainerInfo> found, @Nullable String news) {
        Repair repair = Repair.of(
                sandbox.standing(),
                found.map(ContainerInfo::status).orElse(null),
                live.link().isPresent());
        switch (repair) {
            case NONE -> {}
            case FINISH_DESTRUCTION -> control.finishDestruction(sandbox);
            case FINISH_START -> start.start(Sandbox::start);
            case RELINK -> {
                if (!start.relink(sandbox)) {
                    row.note(it -> it.stopped(SILENT));
                }
            }
            case FINISH_SLEEP -> control.finishSleep(sandbox);
            case FINISH_PAUSE -> control.finishPause(sandbox);
            case STOP_CONTAINER -> container.stop(sandbox);
            case NOTE_STOPPED -> {
                live.detach();
                row.note(it -> it.stopped(reason(found, news)));
            }
            case NOTE_LOST -> start.noteLost();
        }
    }

    private String reason(Optional<ContainerInfo> found, @Nullable String news) {
        if (live.ranOutOfMemory() || found.map(ContainerInfo::oomKilled).orElse(false)) {
            return "Its container ran out of memory";
        }
        return news == null ? "Its container ended" : news;
    }
}
