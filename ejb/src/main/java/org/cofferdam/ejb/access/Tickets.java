package org.cofferdam.ejb.access;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.persistence.access.ApiKeyRepository;
import org.cofferdam.persistence.access.Ticket;
import org.cofferdam.persistence.access.TicketRepository;
import org.cofferdam.persistence.access.TicketText;
import org.cofferdam.protocol.access.NewTicket;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.access.TicketInfo;
import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * The use cases of tickets, by which a browser opens a WebSocket: it cannot send a key there. A ticket is a row of the database, which
 * any server that shares it can take out, and only one does (ADR 8).
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Tickets {

    /** Long enough to open a socket at once, and no longer: a URL is written down in many places. */
    static final Duration VALIDITY = Duration.ofSeconds(30);

    @Inject
    private Database database;

    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    /** Makes a ticket for the holder of a key; only this answer holds it. */
    public TicketInfo create(String keyId, NewTicket newTicket) {
        Instant now = clock.instant();
        TicketText text = TicketText.random();
        Ticket ticket = Ticket.create(text, keyId, newTicket.sandboxId(), now.plus(VALIDITY));
        database.run(entities -> {
            TicketRepository tickets = new TicketRepository(entities);
            tickets.removeExpired(now);
            tickets.add(ticket);
        });
        return ticket.toInfo(text);
    }

    /**
     * Takes a ticket for a socket of a sandbox: its key's holder, as a user only, or empty when it is none, was used, is too old or for
     * another sandbox, or when the key was revoked. Whatever the outcome, the ticket is worth nothing any more.
     */
    public Optional<ApiKeyCaller> take(String ticket, SandboxId sandbox) {
        return TicketText.parse(ticket).flatMap(text -> take(text, sandbox));
    }

    private Optional<ApiKeyCaller> take(TicketText text, SandboxId sandbox) {
        Instant now = clock.instant();
        return database.call(entities -> new TicketRepository(entities)
                .take(text)
                .filter(ticket -> ticket.opens(sandbox, now))
                .flatMap(ticket -> new ApiKeyRepository(entities).findValid(ticket.keyId()))
                .map(key -> new ApiKeyCaller(key.id(), key.name(), Set.of(Role.USER))));
    }
}
