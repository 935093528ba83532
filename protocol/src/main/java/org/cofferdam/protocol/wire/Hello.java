package org.cofferdam.protocol.wire;

/**
 * The server's first frame; the first request may follow at once.
 *
 * @param version of this protocol
 * @param token that the agent knows the SHA-256 of
 */
public record Hello(int version, String token) {

    public static final int VERSION = 1;

    /** Without the token. */
    @Override
    public String toString() {
        return "Hello[version=" + version + ", token=****]";
    }
}
