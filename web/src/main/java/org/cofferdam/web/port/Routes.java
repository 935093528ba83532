package org.cofferdam.web.port;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cofferdam.ejb.access.ApiKeys;
import org.cofferdam.ejb.port.ExposedPorts;
import org.cofferdam.ejb.port.Preview;
import org.cofferdam.ejb.port.PreviewSettings;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.port.PortRequest;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.port.PortVisibility;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/** Tells which requests are for a port, and for which. */
final class Routes {

    private static final HttpString X_FORWARDED_FOR = new HttpString("X-Forwarded-For");
    private static final Pattern HOST = Pattern.compile("([a-z0-9.-]+?)\\.?(?::[0-9]{1,5})?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern LABEL = Pattern.compile("([1-9][0-9]{0,4})-([a-z0-9-]+)-([a-z0-9]+)");
    private static final Pattern FETCH =
            Pattern.compile("/api/v1/sandboxes/([^/?;]+)/fetch/([^/?;]+)(/.*)?", Pattern.DOTALL);

    private final ExposedPorts ports;
    private final ApiKeys keys;

    Routes(ExposedPorts ports, ApiKeys keys) {
        this.ports = ports;
        this.keys = keys;
    }

    /** Whether it is for a port; every host below the preview domain is, known or not, and none is ever the API's. */
    boolean concern(HttpServerExchange exchange) {
        return isPreview(host(exchange)) || FETCH.matcher(path(exchange)).matches();
    }

    private boolean isPreview(String host) {
        return host.endsWith(ports.settings().suffix());
    }

    /** @throws SandboxException {@code preview-not-found}, {@code unauthenticated}, {@code invalid-value} */
    Route of(HttpServerExchange exchange) {
        requireUnambiguous(exchange);
        String host = host(exchange);
        return isPreview(host) ? preview(exchange, host) : fetch(exchange);
    }

    /** What would mean one thing to us and another to who stands before us. */
    private static void requireUnambiguous(HttpServerExchange exchange) {
        HeaderValues hosts = exchange.getRequestHeaders().get(Headers.HOST);
        boolean path = exchange.getRequestURI().startsWith("/") && !exchange.isHostIncludedInRequestURI();
        if (!path || hosts == null || hosts.size() != 1) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "Send one Host, and a target that begins with /");
        }
        HeaderValues lengths = exchange.getRequestHeaders().get(Headers.CONTENT_LENGTH);
        HeaderValues codings = exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING);
        boolean oneLength = lengths == null
                || (lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches());
        boolean chunked =
                codings == null || (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
        if (!oneLength || !chunked || (lengths != null && codings != null)) {
            throw new SandboxException(
                    ErrorCode.MALFORMED_REQUEST, "Say once how long the body is: a Content-Length, or chunked");
        }
    }

    private Route preview(HttpServerExchange exchange, String host) {
        String label =
                host.substring(0, host.length() - ports.settings().suffix().length());
        Preview preview = find(label)
                .orElseThrow(() -> new SandboxException(ErrorCode.PREVIEW_NOT_FOUND, "There is no such preview"));
        if (preview.visibility() == PortVisibility.PRIVATE) {
            requireKey(exchange);
        }
        String original = sentHost(exchange);
        return new Route(
                preview.sandbox(),
                preview.port(),
                preview.wake(),
                target(path(exchange), exchange),
                preview.host().equals(PortSpec.PREVIEW_HOST) ? original : preview.host(),
                forwarded(exchange, original, ""));
    }

    private Optional<Preview> find(String label) {
        Matcher parts = LABEL.matcher(label);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return ports.find(new SandboxId(parts.group(2)), Integer.parseInt(parts.group(1)), label);
        } catch (SandboxException noId) {
            return Optional.empty();
        }
    }

    private Route fetch(HttpServerExchange exchange) {
        requireKey(exchange);
        Matcher parts = FETCH.matcher(path(exchange));
        if (!parts.matches()) {
            throw new SandboxException(ErrorCode.NOT_FOUND, "There is nothing at this path");
        }
        SandboxId sandbox = new SandboxId(parts.group(1));
        int port = PortRequest.requirePort(number(parts.group(2)));
        String rest = parts.group(3) == null ? "/" : parts.group(3);
        String prefix = "/api/v1/sandboxes/" + sandbox + "/fetch/" + port;
        return new Route(
                sandbox,
                port,
                true,
                target(rest, exchange),
                ports.hostOf(sandbox, port),
                forwarded(exchange, sentHost(exchange), prefix));
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    private void requireKey(HttpServerExchange exchange) {
        @Nullable String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        if (header == null
                || !header.regionMatches(true, 0, "Bearer ", 0, 7)
                || keys.authenticate(header.substring(7).strip()).isEmpty()) {
            throw new SandboxException(ErrorCode.UNAUTHENTICATED, "Send a valid key: Authorization: Bearer KEY");
        }
    }

    private Forwarded forwarded(HttpServerExchange exchange, String host, String prefix) {
        PreviewSettings settings = ports.settings();
        String address = exchange.getSourceAddress().getAddress().getHostAddress();
        @Nullable String before = settings.behindProxy() ? exchange.getRequestHeaders().getFirst(X_FORWARDED_FOR) : null;
        return new Forwarded(before == null ? address : before + ", " + address, host, settings.scheme(), prefix);
    }

    private static String target(String path, HttpServerExchange exchange) {
        String query = exchange.getQueryString();
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String path(HttpServerExchange exchange) {
        return exchange.getRequestURI();
    }

    private static String sentHost(HttpServerExchange exchange) {
        @Nullable String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        return host == null ? "" : host;
    }

    /** In lower case, without port and the root's dot; empty for what is no name. */
    private static String host(HttpServerExchange exchange) {
        Matcher name = HOST.matcher(sentHost(exchange).strip().toLowerCase(Locale.ROOT));
        return name.matches() ? name.group(1) : "";
    }
}
