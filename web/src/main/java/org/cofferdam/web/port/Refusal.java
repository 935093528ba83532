package org.cofferdam.web.port;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.web.error.Problems;
import org.cofferdam.web.json.Json;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** Our own answer where the application's is not to be had: a page for browsers, a problem for others. */
final class Refusal {

    private static final long CLIENT_MILLIS = 60_000;
    private static final HttpString ERROR = new HttpString("Cofferdam-Error");

    private Refusal() {}

    static void answer(HttpServerExchange exchange, RuntimeException failure) {
        if (exchange.isResponseStarted()) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        Problem problem = Problems.of(failure);
        boolean page = wantsPage(exchange);
        byte[] bytes = page ? page(problem).getBytes(StandardCharsets.UTF_8) : Json.bytes(problem);
        exchange.getResponseHeaders().clear();
        exchange.setStatusCode(problem.status());
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, page ? "text/html; charset=utf-8" : Problems.MEDIA_TYPE)
                .put(Headers.CONTENT_LENGTH, Integer.toString(bytes.length))
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(new HttpString("X-Content-Type-Options"), "nosniff")
                .put(ERROR, problem.code().wireName());
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer realm=\"cofferdam\"");
        }
        if (HttpContinue.requiresContinueResponse(exchange)) {
            exchange.setPersistent(false);
        }
        send(exchange, bytes);
    }

    private static void send(HttpServerExchange exchange, byte[] bytes) {
        try {
            if (!exchange.getRequestMethod().equals(Methods.HEAD)) {
                StreamSinkChannel sink = exchange.getResponseChannel();
                ClientChannel.write(sink, ByteBuffer.wrap(bytes), CLIENT_MILLIS);
                ClientChannel.end(sink, CLIENT_MILLIS);
            }
            exchange.endExchange();
        } catch (IOException e) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private static boolean wantsPage(HttpServerExchange exchange) {
        @Nullable String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        return accept != null && accept.contains("text/html");
    }

    /** It looks again by itself where that may help, until something else answers. */
    private static String page(Problem problem) {
        boolean again = problem.status() >= 500;
        String more = again ? "<p class=\"again\">This page looks again by itself.</p>" : "";
        return PAGE.replace("TITLE", escape(problem.title()))
                .replace("DETAIL", escape(problem.detail()))
                .replace("AGAIN", more)
                .replace("SCRIPT", again ? SCRIPT : "");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static final String SCRIPT = """
            <noscript><meta http-equiv="refresh" content="2"></noscript>
            <script>
              setInterval(() => fetch(location.href, {method: 'HEAD', cache: 'no-store'}).then(
                answer => answer.headers.has('cofferdam-error') || location.reload(), () => {}), 1000);
            </script>
            """;

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>TITLE</title>
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto 0; padding: 0 1.5rem; color: #1b2733 }
              h1 { font-size: 1.4rem }
              .again { color: #667 }
              @media (prefers-color-scheme: dark) { body { background: #14181d; color: #dfe6ee } .again { color: #9aa } }
            </style>
            <h1>TITLE</h1>
            <p>DETAIL</p>
            AGAIN
            SCRIPT
            </html>
            """;
}
