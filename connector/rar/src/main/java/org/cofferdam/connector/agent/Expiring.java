package org.cofferdam.connector.agent;

/** Something that {@link Deadlines} ends when its time has come. */
interface Expiring {

    /** No deadline. */
    long NEVER = Long.MAX_VALUE;

    /** In milliseconds of {@link Deadlines#now()}. */
    long expiresAt();

    /** Ends it, unless its deadline is no longer {@code seenDeadline}; must not block. */
    void expire(long seenDeadline);
}
