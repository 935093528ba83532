package org.cofferdam.ejb.sandbox;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.cofferdam.ejb.database.Transactions;
import org.cofferdam.persistence.server.OwnerRepository;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * One sandbox's control operations are serial across the servers that share a database, as the stateful bean makes them within one:
 *
 * <ol>
 *   <li>A server becomes the owner of the sandbox by a row, waiting while another that lives is.
 *   <li>What the operation commits is committed only while it still is the owner, so one that was taken for dead changes nothing.
 *   <li>It ends its ownership. When it dies instead, the others may take over as soon as they take it for dead.
 * </ol>
 *
 * <p>No transaction lasts longer than a statement or two. The bean admits one caller at a time, so the server's name is token enough.
 */
final class SandboxOwnership {

    private static final System.Logger LOG = System.getLogger(SandboxOwnership.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 250;
    private static final int RELEASES = 3;

    private final SandboxId id;
    private final String server;
    private final Transactions database;

    SandboxOwnership(SandboxId id, String server, Transactions database) {
        this.id = id;
        this.server = server;
        this.database = database;
    }

    /**
     * Runs an operation as the owner.
     *
     * @throws SandboxException of the operation; {@code busy} when another server is at the sandbox for too long
     */
    <T> T during(Supplier<T> operation) {
        take();
        try {
            return operation.get();
        } finally {
            release();
        }
    }

    /** As {@link #during} for an operation without a result. */
    void run(Runnable operation) {
        during(() -> {
            operation.run();
            return true;
        });
    }

    private void take() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        long pause = SHORTEST_PAUSE_MILLIS;
        while (!database.call(entities -> new OwnerRepository(entities).take(id, server))) {
            if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                throw busy("Another server is at sandbox " + id);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /** What is left behind blocks the other servers, but not this one, until its next operation on the sandbox or its end. */
    private void release() {
        for (int attempt = 1; attempt <= RELEASES; attempt++) {
            try {
                database.call(entities -> {
                    new OwnerRepository(entities).release(id, server);
                    return true;
                });
                return;
            } catch (SandboxException e) {
                LOG.log(WARNING, "Sandbox {0} is still this server''s: {1}", id, e.detail());
            }
        }
    }

    /** Lets the transaction go on only if this server is the owner, and keeps it so to the transaction's end. */
    void require(EntityManager entities) {
        if (!new OwnerRepository(entities).hold(id, server)) {
            throw busy("Another server has taken over sandbox " + id);
        }
    }

    private static SandboxException busy(String detail) {
        return new SandboxException(ErrorCode.BUSY, detail, "Try again in some seconds.", null);
    }
}
