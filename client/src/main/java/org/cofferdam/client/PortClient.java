package org.cofferdam.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Requests and WebSockets to the ports of a sandbox, by {@code fetch}. */
final class PortClient {

    /** Marks an answer as the server's own and not the application's. */
    private static final String OURS = "Cofferdam-Error";

    private static final String AUTHORIZATION = "Authorization";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Transport transport;
    private final String path;

    PortClient(Transport transport, String sandboxPath) {
        this.transport = transport;
        this.path = sandboxPath + "/fetch/";
    }

    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        HttpRequest outside = HttpRequest.newBuilder(request, (name, _) -> !name.equalsIgnoreCase(AUTHORIZATION))
                .uri(outside(request.uri(), "http"))
                .header(AUTHORIZATION, bearer())
                .timeout(request.timeout().orElse(transport.settings().requestTimeout()))
                .build();
        try {
            return transport
                    .http()
                    .send(outside, answer -> isOurs(answer.headers()) ? refused() : handler.apply(answer));
        } catch (IOException e) {
            throw e.getCause() instanceof SandboxException ours ? ours : transport.failure(e);
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        }
    }

    private static <T> BodySubscriber<T> refused() {
        return BodySubscribers.mapping(BodySubscribers.ofString(StandardCharsets.UTF_8), text -> {
            throw problem(text);
        });
    }

    WebSocket connect(URI inside, WebSocket.Listener listener, List<String> subprotocols) {
        WebSocket.Builder builder = transport
                .http()
                .newWebSocketBuilder()
                .connectTimeout(transport.settings().requestTimeout())
                .header(AUTHORIZATION, bearer());
        if (!subprotocols.isEmpty()) {
            String[] others = subprotocols.subList(1, subprotocols.size()).toArray(String[]::new);
            builder.subprotocols(subprotocols.getFirst(), others);
        }
        CompletableFuture<WebSocket> opening = builder.buildAsync(outside(inside, "ws"), listener);
        try {
            return opening.get();
        } catch (InterruptedException e) {
            CompletableFuture<Void> _ = opening.thenAccept(WebSocket::abort);
            throw ConnectionException.ofInterrupt(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case WebSocketHandshakeException refusal
            when isOurs(refusal.getResponse().headers()) ->
                problem(String.valueOf(refusal.getResponse().body()));
            case IOException e -> transport.failure(e);
            case null, default -> new IllegalStateException(cause);
        };
    }

    /** Where the server has what a program in the sandbox would find at a URI. */
    private URI outside(URI inside, String scheme) {
        if (!scheme.equals(inside.getScheme()) || !LOOPBACK.contains(String.valueOf(inside.getHost()))) {
            throw new IllegalArgumentException("Not of the form " + scheme + "://localhost:PORT/PATH: " + inside);
        }
        int port = inside.getPort() < 0 ? 80 : inside.getPort();
        String target = inside.getRawPath().isEmpty() ? "/" : inside.getRawPath();
        String query = inside.getRawQuery() == null ? "" : "?" + inside.getRawQuery();
        String url = transport.url(path + port + target + query).toString();
        return URI.create(url.replaceFirst("^http", scheme));
    }

    private String bearer() {
        return "Bearer " + transport.settings().apiKey();
    }

    private static boolean isOurs(HttpHeaders headers) {
        return headers.firstValue(OURS).isPresent();
    }

    private static RuntimeException problem(String json) {
        try {
            return Transport.JSON.readValue(json, Problem.class).toException();
        } catch (IOException e) {
            return new ConnectionException("The server's refusal is not to be read: " + json, e);
        }
    }
}
