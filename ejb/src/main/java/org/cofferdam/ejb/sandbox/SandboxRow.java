package org.cofferdam.ejb.sandbox;

import static java.lang.System.Logger.Level.INFO;

import java.util.Optional;
import java.util.function.Consumer;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;

/** One sandbox's row; each method is a transaction, and what it returns is detached. */
final class SandboxRow {

    private static final System.Logger LOG = System.getLogger(SandboxRow.class.getName());

    private final SandboxId id;
    private final SandboxStore store;

    SandboxRow(SandboxId id, SandboxStore store) {
        this.id = id;
        this.store = store;
    }

    /** The sandbox, also one on its way out. */
    Optional<Sandbox> find() {
        return store.call(sandboxes -> sandboxes.find(id));
    }

    Sandbox require() {
        return store.call(sandboxes -> sandboxes.require(id));
    }

    Sandbox add(Sandbox sandbox) {
        return store.add(sandbox);
    }

    /** Commits an intent or a setting, and gives the sandbox as it is then. */
    Sandbox change(Consumer<Sandbox> change) {
        return store.change(sandboxes -> {
            Sandbox sandbox = sandboxes.require(id);
            change.accept(sandbox);
            return sandbox;
        });
    }

    /** Commits an outcome, and gives the sandbox as it is then. */
    Sandbox note(Consumer<Sandbox> outcome) {
        Sandbox sandbox = change(outcome);
        SandboxInfo info = sandbox.toInfo();
        LOG.log(INFO, "Sandbox {0} is {1}{2}", id, info.state(), info.failure() == null ? "" : ": " + info.failure());
        return sandbox;
    }

    /** Commits what is still true after a failure. When that fails too, desired and observed stay apart for the reconciler to see. */
    void takeBack(Consumer<Sandbox> truth, SandboxException reason) {
        try {
            change(truth);
        } catch (SandboxException e) {
            reason.addSuppressed(e);
        }
    }

    /** Commits that it shall go; nobody sees it any more. */
    void noteDestruction() {
        store.change(sandboxes -> {
            sandboxes.find(id).ifPresent(Sandbox::destroy);
            return true;
        });
    }

    void remove() {
        store.change(sandboxes -> {
            sandboxes.find(id).ifPresent(sandboxes::remove);
            return true;
        });
        LOG.log(INFO, "Sandbox {0} is destroyed", id);
    }
}
