package org.cofferdam.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** One request and its answer. The one place where an error of the server becomes an exception again. */
final class Call {

    private static final int LARGEST_PROBLEM = 64 << 10;

    private final Transport transport;
    private final String method;
    private final StringBuilder url;
    private final HttpRequest.Builder request = HttpRequest.newBuilder();
    private BodyPublisher body = BodyPublishers.noBody();
    private char separator = '?';
    private Duration answer;
    private Duration idle;

    Call(Transport transport, String method, String url) {
        this.transport = transport;
        this.method = method;
        this.url = new StringBuilder(url);
        this.answer = transport.settings().requestTimeout();
        this.idle = answer;
        request.setHeader("Authorization", "Bearer " + transport.settings().apiKey());
    }

    /** Leaves out what is null. */
    Call query(String name, @Nullable Object value) {
        if (value != null) {
            String encoded = URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
            url.append(separator).append(name).append('=').append(encoded.replace("+", "%20"));
            separator = '&';
        }
        return this;
    }

    Call header(String name, String value) {
        request.setHeader(name, value);
        return this;
    }

    Call json(Object value) {
        try {
            return body(BodyPublishers.ofByteArray(Transport.JSON.writeValueAsBytes(value)), "application/json");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not to be written as JSON", e);
        }
    }

    Call body(BodyPublisher bytes, String type) {
        body = bytes;
        return header("Content-Type", type);
    }

    /** How long the answer may take to begin. */
    Call within(Duration deadline) {
        answer = deadline;
        return this;
    }

    /** How long the answer's body may pause. */
    Call idle(Duration deadline) {
        idle = deadline;
        return this;
    }

    /** The answer's JSON. */
    <T> T as(Class<T> type) {
        try {
            return decode(type);
        } catch (IOException e) {
            throw transport.failure(e);
        }
    }

    /** The answer's JSON, for a generic type. */
    <T> T as(TypeReference<T> type) {
        try {
            return receive(in -> Transport.JSON.readValue(in, type));
        } catch (IOException e) {
            throw transport.failure(e);
        }
    }

    /** As {@link #as(Class)} for callers that mend a broken connection themselves. */
    <T> T decode(Class<T> type) throws IOException {
        return receive(in -> Transport.JSON.readValue(in, type));
    }

    /** The answer as text. */
    String text() {
        try {
            return receive(in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw transport.failure(e);
        }
    }

    /** For an answer without content. */
    void run() {
        text();
    }

    /** Reads the body to its end in any case, so that the connection can be used again. */
    private <T> T receive(Reading<T> reading) throws IOException {
        try (InputStream in = send()) {
            T value = reading.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            return value;
        }
    }

    private interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    /** The answer's bytes, to be closed by the caller. */
    InputStream open() {
        try {
            return send();
        } catch (IOException e) {
            throw transport.failure(e);
        }
    }

    /**
     * The body of a good answer.
     *
     * @throws IOException when none came from Cofferdam
     * @throws SandboxException when it is a problem
     */
    ResponseStream send() throws IOException {
        HttpRequest built = request.uri(URI.create(url.toString()))
                .method(method, body)
                .timeout(answer)
                .build();
        try {
            HttpResponse<ResponseStream> response = transport.http().send(built, _ -> new ResponseStream(idle));
            if (response.statusCode() < 300) {
                return response.body();
            }
            throw problem(response);
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        }
    }

    private static SandboxException problem(HttpResponse<ResponseStream> response) throws IOException {
        try (InputStream in = response.body()) {
            return problem(response, in.readNBytes(LARGEST_PROBLEM));
        }
    }

    private static SandboxException problem(HttpResponse<?> response, byte[] text) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("application/problem+json")) {
            throw new IOException("HTTP status " + response.statusCode()
                    + " that is not Cofferdam's: it is still starting, or the URL is another server's");
        }
        return Transport.JSON.readValue(text, Problem.class).toException();
    }

    /**
     * Opens a WebSocket instead.
     *
     * @throws IOException when nothing came from Cofferdam
     * @throws SandboxException when the handshake is refused with a problem
     */
    WebSocket socket(WebSocket.Listener listener) throws IOException {
        CompletableFuture<WebSocket> opening = transport
                .http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + transport.settings().apiKey())
                .connectTimeout(answer)
                .buildAsync(URI.create(url.toString().replaceFirst("^http", "ws")), listener);
        try {
            return opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                HttpResponse<?> response = refused.getResponse();
                throw problem(response, String.valueOf(response.body()).getBytes(StandardCharsets.UTF_8));
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        }
    }
}
