package org.cofferdam.agent.wire;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * This life of the agent.
 *
 * @param id differs from that of any other life
 */
public record Boot(String id, String version, long startedNanos) {

    public static Boot now() {
        HexFormat hex = HexFormat.of();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String version = Boot.class.getPackage().getImplementationVersion();
        return new Boot(
                hex.toHexDigits(random.nextLong()) + hex.toHexDigits(System.nanoTime()),
                version == null ? "development" : version,
                System.nanoTime());
    }

    long uptimeMillis() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }
}
