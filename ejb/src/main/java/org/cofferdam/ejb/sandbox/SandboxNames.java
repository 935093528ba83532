package org.cofferdam.ejb.sandbox;

import java.security.SecureRandom;
import org.cofferdam.protocol.sandbox.SandboxId;

/** Ids for sandboxes that come without one. */
final class SandboxNames {

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SandboxNames() {}

    /** An id that nobody has: 82 random bits. */
    static SandboxId random() {
        StringBuilder name = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            name.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new SandboxId(name.toString());
    }
}
