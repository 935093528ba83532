package org.cofferdam.agent.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the server must know; the agent knows only its SHA-256. */
public final class Token {

    private final byte[] sha256;

    /** @param sha256 64 hexadecimal digits */
    public Token(String sha256) {
        this.sha256 = HexFormat.of().parseHex(sha256);
        if (this.sha256.length != 32) {
            throw new IllegalArgumentException("Not a SHA-256");
        }
    }

    boolean is(String given) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(given.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(sha256, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
