package org.cofferdam.persistence.access;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;

/** Stores tickets. Lives as long as a transaction, which its caller begins and ends. */
public final class TicketRepository {

    private final EntityManager entities;

    public TicketRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(Ticket ticket) {
        entities.persist(ticket);
        entities.flush();
    }

    /** Takes a ticket out: of several that try, on whatever servers, one gets it. */
    public Optional<Ticket> take(TicketText text) {
        String hash = text.secretSha256();
        Optional<Ticket> found = Optional.ofNullable(entities.find(Ticket.class, hash));
        int taken = entities.createQuery("delete from Ticket t where t.secretSha256 = :hash")
                .setParameter("hash", hash)
                .executeUpdate();
        return taken == 1 ? found : Optional.empty();
    }

    public void removeExpired(Instant now) {
        entities.createQuery("delete from Ticket t where t.expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate();
    }
}
