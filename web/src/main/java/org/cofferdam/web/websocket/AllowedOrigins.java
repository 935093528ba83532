package org.cofferdam.web.websocket;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * Whose pages may open sockets. A browser tells the page's origin (RFC 6454), and no page can change it; what is no browser tells none.
 *
 * @param others origins like {@code https://console.example.org} besides the server's own
 */
record AllowedOrigins(List<String> others) {

    AllowedOrigins {
        others = others.stream()
                .map(it -> it.strip().toLowerCase(Locale.ROOT))
                .filter(it -> !it.isEmpty())
                .toList();
        others.forEach(AllowedOrigins::requireOrigin);
    }

    private static void requireOrigin(String origin) {
        URI uri = URI.create(origin);
        if (uri.getScheme() == null
                || uri.getAuthority() == null
                || !uri.getPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "cofferdam.allowed-origins: not an origin like https://example.org: " + origin);
        }
    }

    /**
     * Refuses a page of another origin.
     *
     * @param origin the header, or null
     * @param host the header: the authority that the client reached us by; what is in front of us may have taken TLS off, so the scheme
     *     is not compared
     * @throws SandboxException {@code origin-not-allowed}
     */
    void require(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return;
        }
        String page = origin.toLowerCase(Locale.ROOT);
        boolean own = host != null && page.replaceFirst("^https?://", "").equals(host.toLowerCase(Locale.ROOT));
        if (!own && !others.contains(page)) {
            throw new SandboxException(
                    ErrorCode.ORIGIN_NOT_ALLOWED,
                    "Pages of this origin may not open sockets here",
                    "Add it to COFFERDAM_ALLOWED_ORIGINS if it should",
                    null);
        }
    }
}
