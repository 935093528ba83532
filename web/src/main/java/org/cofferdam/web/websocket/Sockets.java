package org.cofferdam.web.websocket;

import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.servlet.websockets.ServletWebSocketHttpExchange;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.protocol.Handshake;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.web.error.Problems;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Turns requests into sockets. All that can be refused is refused before, as for any other request: with a problem. Undertow's own
 * WebSockets are used rather than the Jakarta API over them, for that reads on while its listener is busy, without a bound (ADR 9).
 */
@ApplicationScoped
public class Sockets {

    private static final Logger LOG = System.getLogger(Sockets.class.getName());

    private static final Handshake HANDSHAKE = new Hybi13Handshake(Set.of(), false);

    @Inject
    @ConfigProperty(name = "cofferdam.allowed-origins")
    Optional<List<String>> allowedOrigins;

    /** The most sockets of one server at a time, 1 or more. */
    @Inject
    @ConfigProperty(name = "cofferdam.socket-limit", defaultValue = "4096")
    int most;

    /** How often a client is asked for a sign of life (ISO 8601); one that gives none three times is taken for gone. */
    @Inject
    @ConfigProperty(name = "cofferdam.socket-heartbeat", defaultValue = "PT15S")
    Duration heartbeat;

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private AllowedOrigins origins = new AllowedOrigins(List.of());

    @PostConstruct
    void configure() {
        origins = new AllowedOrigins(allowedOrigins.orElse(List.of()));
    }

    /**
     * Answers a handshake; the conversation begins when the answer has been sent.
     *
     * @return the answer, to be returned by a resource's method as it is
     * @throws SandboxException {@code malformed-request} for what is no handshake, {@code origin-not-allowed}, {@code quota-exceeded}
     */
    public Response upgrade(Conversation conversation) {
        ServletRequestContext current = ServletRequestContext.requireCurrent();
        HttpServletRequest request =
                current.getOriginalRequest(); // what JAX-RS injects is gone when the connection is taken over
        ServletWebSocketHttpExchange exchange =
                new ServletWebSocketHttpExchange(request, current.getOriginalResponse(), ConcurrentHashMap.newKeySet());
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade")) || !HANDSHAKE.matches(exchange)) {
            throw new SandboxException(
                    ErrorCode.MALFORMED_REQUEST, "This is a WebSocket: send the handshake of RFC 6455, version 13");
        }
        origins.require(request.getHeader("Origin"), request.getHeader(HttpHeaders.HOST));
        if (open.size() >= most) {
            throw new SandboxException(
                    ErrorCode.QUOTA_EXCEEDED, "The server has " + most + " sockets open already", "Close some", null);
        }
        exchange.upgradeChannel((connection, _) ->
                begin(HANDSHAKE.createChannel(exchange, connection, exchange.getBufferPool()), conversation));
        HANDSHAKE.handshake(exchange);
        return Response.status(HttpServletResponse.SC_SWITCHING_PROTOCOLS).build();
    }

    private void begin(WebSocketChannel channel, Conversation conversation) {
        Socket socket = Socket.open(channel, heartbeat);
        open.add(socket);
        channel.addCloseTask(_ -> open.remove(socket));
        Thread.ofVirtual().name("socket").start(() -> hold(conversation, socket));
    }

    private static void hold(Conversation conversation, Socket socket) {
        try (socket) {
            conversation.hold(socket);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A client has gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            Problem problem = Problems.of(e);
            socket.close(CloseCode.of(problem.code()));
        }
    }

    /** The server is being stopped. */
    @PreDestroy
    void close() {
        open.forEach(socket -> socket.close(CloseCode.GOING_AWAY));
    }
}
