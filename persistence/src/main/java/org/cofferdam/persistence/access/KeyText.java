package org.cofferdam.persistence.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its holder has it: {@code cfd_<id>_<secret>}. The prefix lets scanners find leaked keys.
 *
 * @param id 8 hex digits; no secret
 * @param secret 256 random bits in base64url
 */
public record KeyText(String id, String secret) {

    private static final Pattern SYNTAX =
            Pattern.compile("cfd_([0-9a-f]{8})_([A-Za-z0-9_-]{" + RandomSecret.LENGTH + "})");
    private static final SecureRandom RANDOM = new SecureRandom();

    public static KeyText random() {
        return new KeyText(HexFormat.of().toHexDigits(RANDOM.nextInt()), RandomSecret.next());
    }

    /** The parts of a key, or empty for what is none. */
    public static Optional<KeyText> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        return matcher.matches() ? Optional.of(new KeyText(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** What the database keeps of the secret. */
    public String secretSha256() {
        return RandomSecret.sha256(secret);
    }

    /** Whether its secret has this hash; takes as long for a near miss as for a far one. */
    public boolean hasSha256(String expected) {
        return MessageDigest.isEqual(
                secretSha256().getBytes(StandardCharsets.US_ASCII), expected.getBytes(StandardCharsets.US_ASCII));
    }

    /** The whole key: the one place where it is written out. */
    public String reveal() {
        return "cfd_" + id + "_" + secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "cfd_" + id + "_****";
    }
}
