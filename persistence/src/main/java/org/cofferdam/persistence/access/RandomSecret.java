package org.cofferdam.persistence.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that nobody guesses. */
public final class RandomSecret {

    /** Of {@link #next}: 256 bits in base64url without padding. */
    public static final int LENGTH = 43;

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomSecret() {}

    /** 256 random bits as {@value #LENGTH} characters of base64url. */
    public static String next() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
