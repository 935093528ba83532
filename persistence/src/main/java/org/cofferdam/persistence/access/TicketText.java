package org.cofferdam.persistence.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A ticket as its holder has it: {@code cft_<secret>}.
 *
 * @param secret 256 random bits in base64url
 */
public record TicketText(String secret) {

    private static final String PREFIX = "cft_";
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9_-]{" + RandomSecret.LENGTH + "}");

    public static TicketText random() {
        return new TicketText(RandomSecret.next());
    }

    /** The ticket, or empty for what is none. */
    public static Optional<TicketText> parse(String text) {
        return Optional.of(text)
                .filter(it -> it.startsWith(PREFIX))
                .map(it -> it.substring(PREFIX.length()))
                .filter(it -> SYNTAX.matcher(it).matches())
                .map(TicketText::new);
    }

    /** What the database keeps of it. */
    String secretSha256() {
        return RandomSecret.sha256(secret);
    }

    /** The whole ticket: the one place where it is written out. */
    public String reveal() {
        return PREFIX + secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + "****";
    }
}
