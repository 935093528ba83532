package org.cofferdam.protocol.access;

import java.time.Instant;

/**
 * A ticket: opens one WebSocket, with what the key may do that made it, but nothing that takes an administrator.
 *
 * @param ticket the secret, for the parameter {@code ticket} of the socket's URL
 */
public record TicketInfo(String ticket, Instant expiresAt) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "TicketInfo[expiresAt=" + expiresAt + "]";
    }
}
