package org.cofferdam.persistence.server;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * Which server is at which sandbox now: at most one that lives. Lives as long as a transaction, which its caller begins and ends.
 */
public final class OwnerRepository {

    private final EntityManager entities;

    public OwnerRepository(EntityManager entities) {
        this.entities = entities;
    }

    /** Makes the server the owner, unless another one that lives is; tells whether it is now. */
    public boolean take(SandboxId id, String server) {
        int inserted = entities.createNativeQuery(
                        "insert into sandbox_owner (sandbox_id, server_id) values (:id, :server)"
                                + " on conflict do nothing")
                .setParameter("id", id.value())
                .setParameter("server", server)
                .executeUpdate();
        return inserted == 1 || takeOver(id, server);
    }

    /** Conditional on what is committed by then, so that of two that try only one does. */
    private boolean takeOver(SandboxId id, String server) {
        return entities.createNativeQuery("update sandbox_owner set server_id = :server where sandbox_id = :id"
                                + " and (server_id = :server or server_id not in"
                                + " (select n.id from server_node n where n.alive_until > current_timestamp))")
                        .setParameter("id", id.value())
                        .setParameter("server", server)
                        .executeUpdate()
                == 1;
    }

    /** Whether the server is the owner, and until the transaction's end nobody else can become so. */
    public boolean hold(SandboxId id, String server) {
        List<?> owner = entities.createNativeQuery(
                        "select server_id from sandbox_owner where sandbox_id = :id for update")
                .setParameter("id", id.value())
                .getResultList();
        return owner.size() == 1 && owner.getFirst().equals(server);
    }

    /** Ends the server's ownership, if it is the owner. */
    public void release(SandboxId id, String server) {
        entities.createNativeQuery("delete from sandbox_owner where sandbox_id = :id and server_id = :server")
                .setParameter("id", id.value())
                .setParameter("server", server)
                .executeUpdate();
    }
}
