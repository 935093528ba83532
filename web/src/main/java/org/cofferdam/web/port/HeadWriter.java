package org.cofferdam.web.port;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Writes a request's head anew for the application: what concerns one connection only (RFC 9110, 7.6.1) and what is ours is left out. */
final class HeadWriter {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "te",
            "transfer-encoding",
            "upgrade");

    /** Made by us, so that nobody else's are believed; also under the names that CGI takes for the same. */
    private static final Set<String> MADE = Set.of(
            "host",
            "content-length",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-real-ip");

    private static final String OUR_KEY = "Bearer cfd_";

    /** What the names of our own cookies begin with. */
    static final String OUR_COOKIES = "cofferdam";

    private final StringBuilder text = new StringBuilder(512);

    private HeadWriter() {}

    /** @param upgrade whether the connection is to become a WebSocket */
    static ByteBuffer write(HttpServerExchange exchange, Route route, boolean upgrade) {
        HeadWriter head = new HeadWriter();
        head.text
                .append(exchange.getRequestMethod())
                .append(' ')
                .append(route.target())
                .append(" HTTP/1.1\r\n");
        head.line("Host", route.host());
        head.copy(exchange.getRequestHeaders());
        head.forwarded(route.forwarded());
        head.framing(exchange, upgrade);
        head.text.append("\r\n");
        return ByteBuffer.wrap(head.text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void copy(HeaderMap headers) {
        Set<String> named = namedBy(headers.get(Headers.CONNECTION));
        for (HeaderValues values : headers) {
            String name = values.getHeaderName().toString().toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(name) || MADE.contains(name.replace('_', '-')) || named.contains(name)) {
                continue;
            }
            for (String value : values) {
                copy(values.getHeaderName(), name, value);
            }
        }
    }

    private void copy(HttpString name, String lower, String value) {
        if (lower.equals("authorization") && value.regionMatches(true, 0, OUR_KEY, 0, OUR_KEY.length())) {
            return;
        }
        String theirs = lower.equals("cookie") ? theirs(value) : value;
        if (!theirs.isEmpty() || value.isEmpty()) {
            line(name.toString(), theirs);
        }
    }

    private static String theirs(String cookies) {
        if (!cookies.contains(OUR_COOKIES)) {
            return cookies;
        }
        return Arrays.stream(cookies.split(";"))
                .map(String::strip)
                .filter(cookie -> !cookie.startsWith(OUR_COOKIES))
                .collect(Collectors.joining("; "));
    }

    /** The headers that Connection names. */
    static Set<String> namedBy(@Nullable Iterable<String> connection) {
        Set<String> named = new TreeSet<>();
        if (connection != null) {
            for (String value : connection) {
                for (String name : value.split(",", -1)) {
                    named.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return named;
    }

    private void forwarded(Forwarded it) {
        line("X-Forwarded-For", it.addresses());
        line("X-Forwarded-Host", it.host());
        line("X-Forwarded-Proto", it.scheme());
        if (!it.prefix().isEmpty()) {
            line("X-Forwarded-Prefix", it.prefix());
        }
        line(
                "Forwarded",
                "for=" + node(it.addresses()) + ";host=\"" + it.host().replace("\"", "") + "\";proto=" + it.scheme());
    }

    /** The first of the addresses (RFC 7239, 6). */
    private static String node(String addresses) {
        String client = addresses.split(",", 2)[0].strip();
        if (!client.matches("[0-9A-Fa-f.:]+")) {
            return "unknown";
        }
        return client.contains(":") ? "\"[" + client + "]\"" : client;
    }

    private void framing(HttpServerExchange exchange, boolean upgrade) {
        if (upgrade) {
            line("Connection", "Upgrade");
            line("Upgrade", "websocket");
            return;
        }
        line("Connection", "close");
        if (exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
            line("Transfer-Encoding", "chunked");
        } else if (exchange.getRequestHeaders().contains(Headers.CONTENT_LENGTH)) {
            line("Content-Length", Long.toString(exchange.getRequestContentLength()));
        }
    }

    private void line(String name, String value) {
        if (!FieldSyntax.isName(name) || !FieldSyntax.isValue(value)) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "A header has a character that none may have");
        }
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
