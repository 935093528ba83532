package org.cofferdam.web.port;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cofferdam.connector.PortConnection;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** One request on its way to an application, and the answer on its way back; nothing is gathered in between. */
final class Forwarding {

    /** How long an application may think. */
    private static final long ANSWER_MILLIS = TimeUnit.MINUTES.toMillis(10);

    /** How long a client may take nothing. */
    private static final long STALLED_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private static final Set<String> NOT_COPIED = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "content-length",
            "upgrade",
            "cofferdam-error");

    private final HttpServerExchange exchange;
    private final Route route;
    private final PortConnection connection;
    private final PortInput input;
    private final Runnable traffic;
    private final RequestBody body;
    private final Departure departure;

    /** @param connection closed in the end */
    Forwarding(HttpServerExchange exchange, Route route, PortConnection connection, Runnable traffic) {
        this.exchange = exchange;
        this.route = route;
        this.connection = connection;
        this.traffic = traffic;
        this.input = new PortInput(connection);
        this.body = new RequestBody(exchange, connection);
        this.departure = new Departure(exchange, connection::close);
    }

    void run() {
        boolean handedOver = false;
        try {
            handedOver = carry();
        } catch (IOException e) {
            if (exchange.isResponseStarted() || body.clientFailed() || departure.noticed()) {
                cut();
            } else {
                throw new SandboxException(
                        ErrorCode.APPLICATION_ERROR,
                        "The application on port " + route.port() + " gave no whole answer",
                        e);
            }
        } finally {
            if (!handedOver) {
                stop();
            }
        }
    }

    /** Whether the connection is a WebSocket's now. */
    private boolean carry() throws IOException {
        boolean upgrade = asksForWebSocket();
        connection.write(HeadWriter.write(exchange, route, upgrade));
        body.start();
        departure.watch();
        AnswerHead head = finalHead(upgrade);
        if (body.answered()) {
            exchange.setPersistent(false); // the body that the client holds back may never come
        }
        exchange.setStatusCode(head.status());
        if (!head.reason().isEmpty()) {
            exchange.setReasonPhrase(head.reason());
        }
        copy(head);
        if (head.status() == 101) {
            departure.stop();
            exchange.upgradeChannel(
                    "websocket", (client, _) -> new WebSocketTunnel(client, connection, input.rest(), traffic).start());
            exchange.endExchange();
            return true;
        }
        answer(head);
        return false;
    }

    /** With a body, what an application that refuses takes for its next request would be the client's to write. */
    private boolean asksForWebSocket() {
        HeaderMap headers = exchange.getRequestHeaders();
        boolean asks = exchange.getRequestMethod().equals(Methods.GET)
                && "websocket".equalsIgnoreCase(headers.getFirst(Headers.UPGRADE))
                && HeadWriter.namedBy(headers.get(Headers.CONNECTION)).contains("upgrade")
                && exchange.isHttp11();
        if (asks && !exchange.isRequestComplete()) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "A request for a WebSocket has no body");
        }
        return asks;
    }

    private AnswerHead finalHead(boolean upgrade) throws IOException {
        while (true) {
            AnswerHead head = AnswerHead.read(input, ANSWER_MILLIS);
            if (head.status() == 100) {
                body.ask();
            }
            if (head.status() >= 200 || (head.status() == 101 && upgrade)) {
                return head;
            }
            if (head.status() == 101) {
                throw new IOException("The application changes the protocol unasked");
            }
        }
    }

    private void copy(AnswerHead head) {
        Set<String> named = HeadWriter.namedBy(head.values("Connection"));
        for (AnswerHead.Field field : head.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!NOT_COPIED.contains(name) && !named.contains(name) && !isOurCookie(name, field.value())) {
                exchange.getResponseHeaders().add(new HttpString(field.name()), field.value());
            }
        }
    }

    private static boolean isOurCookie(String name, String value) {
        return name.equals("set-cookie") && value.startsWith(HeadWriter.OUR_COOKIES);
    }

    private void answer(AnswerHead head) throws IOException {
        AnswerBody answer = AnswerBody.of(head, input);
        if (!head.chunked() && head.length().isPresent()) {
            exchange.getResponseHeaders()
                    .put(Headers.CONTENT_LENGTH, Long.toString(head.length().getAsLong()));
        }
        if (!hasBody(head.status()) || answer.isEmpty()) {
            finish();
            return;
        }
        boolean here = input.hasMore();
        ByteBuffer part = here ? answer.next() : null;
        StreamSinkChannel sink = exchange.getResponseChannel();
        if (!here) {
            ClientChannel.flush(sink, STALLED_MILLIS); // the head, for it may take long until there is more
            part = answer.next();
        }
        while (part != null) {
            ClientChannel.write(sink, part, STALLED_MILLIS);
            part = answer.next();
        }
        stop();
        if (!answer.trailers().isEmpty()) {
            HeaderMap trailers = new HeaderMap();
            answer.trailers().forEach(it -> trailers.add(new HttpString(it.name()), it.value()));
            exchange.putAttachment(HttpAttachments.RESPONSE_TRAILERS, trailers);
        }
        ClientChannel.end(sink, STALLED_MILLIS);
        exchange.endExchange();
    }

    /** RFC 9110, 6.4.1. */
    private boolean hasBody(int status) {
        return !exchange.getRequestMethod().equals(Methods.HEAD) && status != 204 && status != 304;
    }

    private void finish() {
        stop();
        exchange.endExchange();
    }

    /** The exchange comes to its end by one thread alone, which throws away what is left of the request. */
    private void stop() {
        connection.close();
        body.stop();
        departure.stop();
    }

    /** So that the client does not take what it got for the whole. */
    private void cut() {
        IoUtils.safeClose(exchange.getConnection());
    }
}
