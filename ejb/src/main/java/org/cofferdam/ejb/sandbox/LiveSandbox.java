package org.cofferdam.ejb.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/**
 * What this server holds in memory of a sandbox: the link to its agent, who uses it, and since when nobody does. It is the hot path's
 * whole truth. The stateful bean, which admits one caller at a time and may be busy for seconds, publishes here what it found; a use of a
 * running sandbox passes it by and takes only this object's lock, which nobody holds over I/O.
 */
final class LiveSandbox {

    private static final Duration OUT_OF_MEMORY_COUNTS = Duration.ofSeconds(10);

    private final SandboxId id;
    private final InstantSource clock;

    private @Nullable AgentLink link;
    private boolean frozen;
    private int leases;
    private Instant lastUsed;
    private boolean usedSinceFlush;
    private Instant outOfMemoryAt = Instant.EPOCH;
    private Optional<Duration> sleepAfter = Optional.empty();

    LiveSandbox(SandboxId id, InstantSource clock) {
        this.id = id;
        this.clock = clock;
        lastUsed = clock.instant();
    }

    SandboxId id() {
        return id;
    }

    /** A lease, or empty when there is no live link or a control operation bars the way. */
    synchronized Optional<SandboxLease> tryOpen() {
        AgentLink current = link;
        if (current == null || frozen || !current.alive()) {
            return Optional.empty();
        }
        leases++;
        use();
        return Optional.of(new CountedLease(current, this));
    }

    synchronized void released() {
        leases--;
        use();
    }

    /** Notes a use without a lease. */
    synchronized void touch() {
        use();
    }

    /** It was used through another server. */
    synchronized void usedAt(Instant at) {
        if (at.isAfter(lastUsed)) {
            lastUsed = at;
        }
    }

    private void use() {
        lastUsed = clock.instant();
        usedSinceFlush = true;
    }

    /** The link that leads to a live agent now, frozen or not. */
    synchronized Optional<AgentLink> link() {
        return Optional.ofNullable(link).filter(AgentLink::alive);
    }

    /** Whether {@link #tryOpen} would give a lease. */
    synchronized boolean usable() {
        return link != null && !frozen && link.alive();
    }

    /** Publishes a link, and closes the one before. */
    void attach(AgentLink newLink) {
        AgentLink old;
        synchronized (this) {
            old = link;
            link = newLink;
            frozen = false;
            lastUsed = clock.instant();
        }
        close(old);
    }

    /** Admits no new use; the uses that are under way keep the link. */
    synchronized void freeze() {
        frozen = true;
    }

    /** As {@link #freeze}, but only when it has been idle for its time to sleep; tells whether it was. */
    synchronized boolean freezeIfIdle() {
        if (idle()) {
            frozen = true;
            return true;
        }
        return false;
    }

    synchronized void thaw() {
        frozen = false;
    }

    /** Takes the link away and closes it. */
    void detach() {
        AgentLink old;
        synchronized (this) {
            old = link;
            link = null;
            frozen = false;
        }
        close(old);
    }

    private static void close(@Nullable AgentLink old) {
        if (old != null) {
            old.close();
        }
    }

    synchronized void sleepAfter(Optional<Duration> newSleepAfter) {
        sleepAfter = newSleepAfter;
    }

    /**
     * Whether it may fall asleep. Requests and streams are use; processes that merely run are not, for whoever started one and wants it
     * to last says so with {@code sleepAfter}.
     */
    synchronized boolean idle() {
        return link != null
                && !frozen
                && leases == 0
                && sleepAfter
                        .filter(time -> !lastUsed.plus(time).isAfter(clock.instant()))
                        .isPresent();
    }

    /** The kernel has just ended one of its processes for memory; whether it was the agent, the container's end will tell. */
    synchronized void noteOutOfMemory() {
        outOfMemoryAt = clock.instant();
    }

    /** Whether an end that is seen now has to do with memory. */
    synchronized boolean ranOutOfMemory() {
        return outOfMemoryAt.plus(OUT_OF_MEMORY_COUNTS).isAfter(clock.instant());
    }

    /** Whether it was used since the last call, or is in use now. */
    synchronized boolean takeUsed() {
        boolean used = usedSinceFlush || leases > 0;
        usedSinceFlush = false;
        return used;
    }
}
