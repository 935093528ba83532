package org.cofferdam.persistence.port;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Tokens that nobody guesses, short enough for the label of a host name. */
final class PortToken {

    private static final int BITS = 128;
    private static final int RADIX = 36;

    /** What 128 bits take in base 36. */
    private static final int LENGTH = 25;

    private static final SecureRandom RANDOM = new SecureRandom();

    private PortToken() {}

    static String random() {
        String digits = new BigInteger(BITS, RANDOM).toString(RADIX);
        return "0".repeat(LENGTH - digits.length()) + digits;
    }
}
