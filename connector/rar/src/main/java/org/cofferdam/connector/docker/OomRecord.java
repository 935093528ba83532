package org.cofferdam.connector.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cofferdam.connector.ContainerId;

/** When the kernel last ended a process of a sandbox for the sandbox's memory limit. */
final class OomRecord {

    /** How far the end of the container may lie from the kill that caused it. */
    private static final Duration NEAR = Duration.ofSeconds(2);

    private final Map<ContainerId, Instant> kills = new ConcurrentHashMap<>();

    void note(ContainerId id, Instant at) {
        kills.put(id, at);
    }

    void forget(ContainerId id) {
        kills.remove(id);
    }

    /** Whether such a kill was the end of a container that ended at a time. */
    boolean ended(ContainerId id, Instant endedAt) {
        Instant kill = kills.get(id);
        return kill != null && Duration.between(kill, endedAt).abs().compareTo(NEAR) <= 0;
    }
}
