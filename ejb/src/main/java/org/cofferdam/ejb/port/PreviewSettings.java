package org.cofferdam.ejb.port;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where previews are found. Keys below {@code cofferdam.preview}:
 *
 * @param domain {@code domain}: below which each preview is a host, with its port where that is not the scheme's own; {@code
 *     localhost:8080}, with the server's own port
 * @param scheme {@code scheme}: http or https, as browsers see it; {@code http}
 * @param behindProxy {@code behind-proxy}: whether a reverse proxy is in front, whose X-Forwarded-For is to be believed; {@code false}
 */
public record PreviewSettings(String domain, String scheme, boolean behindProxy) {

    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?");

    public PreviewSettings {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("cofferdam.preview.domain is no host name, with or without a port");
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("cofferdam.preview.scheme is http or https");
        }
    }

    /** @param values of keys, where given */
    static PreviewSettings from(Function<String, Optional<String>> values) {
        String port = values.apply("cofferdam.http.port").orElse("8080");
        return new PreviewSettings(
                values.apply("cofferdam.preview.domain")
                        .orElse("localhost:" + port)
                        .toLowerCase(Locale.ROOT),
                values.apply("cofferdam.preview.scheme").orElse("http"),
                values.apply("cofferdam.preview.behind-proxy")
                        .map(Boolean::valueOf)
                        .orElse(false));
    }

    String url(String label) {
        return scheme + "://" + label + "." + domain + "/";
    }

    /** What the host of every preview ends with: the port in a Host header may be that of a forwarding in between. */
    public String suffix() {
        int colon = domain.indexOf(':');
        return "." + (colon < 0 ? domain : domain.substring(0, colon));
    }
}
