package org.cofferdam.web.port;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.ResponseCodeHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.jspecify.annotations.Nullable;

/** Carries requests to ports of sandboxes, each on a virtual thread, and leaves the others to the application. */
final class PortProxy implements HttpHandler {

    static final String ATTRIBUTE = PortProxy.class.getName();

    private volatile HttpHandler next = ResponseCodeHandler.HANDLE_404;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("cofferdam-port-", 0).factory());
    private volatile @Nullable Routes routes;
    private volatile @Nullable Sandboxes sandboxes;

    /** The server makes its handlers after the application's listeners have started. */
    HttpHandler before(HttpHandler others) {
        next = others;
        return this;
    }

    void serve(Routes theRoutes, Sandboxes theSandboxes) {
        sandboxes = theSandboxes;
        routes = theRoutes;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Routes known = routes;
        Sandboxes beans = sandboxes;
        if (known == null || beans == null || !known.concern(exchange)) {
            next.handleRequest(exchange);
            return;
        }
        exchange.dispatch(threads, () -> carry(exchange, known, beans));
    }

    private static void carry(HttpServerExchange exchange, Routes routes, Sandboxes sandboxes) {
        try {
            Route route = routes.of(exchange);
            try (SandboxLease lease =
                    route.wake() ? sandboxes.open(route.sandbox()) : sandboxes.openAwake(route.sandbox())) {
                new Forwarding(
                                exchange,
                                route,
                                lease.agent().connectPort(route.port()),
                                () -> sandboxes.touch(route.sandbox()))
                        .run();
            }
        } catch (RuntimeException e) {
            Refusal.answer(exchange, e);
        }
    }
}
