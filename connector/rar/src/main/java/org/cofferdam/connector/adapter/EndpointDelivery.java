package org.cofferdam.connector.adapter;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerEventListener;
import org.jspecify.annotations.Nullable;

/** Delivers to a message-driven bean, one at a time and in order; waits for a bean that is not ready yet. */
final class EndpointDelivery implements ContainerEventListener {

    private static final System.Logger LOGGER = System.getLogger(EndpointDelivery.class.getName());
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long BETWEEN_TRIES_MILLIS = 100;

    private final MessageEndpointFactory endpoints;
    private final CountDownLatch stopped = new CountDownLatch(1);

    EndpointDelivery(MessageEndpointFactory endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void onEvent(ContainerEvent event) {
        deliver(listener -> listener.onEvent(event));
    }

    @Override
    public void onResync() {
        deliver(ContainerEventListener::onResync);
    }

    void stop() {
        stopped.countDown();
    }

    private synchronized void deliver(Consumer<ContainerEventListener> news) {
        MessageEndpoint endpoint = endpoint();
        if (endpoint == null) {
            return;
        }
        try {
            news.accept((ContainerEventListener) endpoint);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A listener of container events failed", e);
        } finally {
            endpoint.release();
        }
    }

    /** Null when the bean went away, or did not come in time. */
    private @Nullable MessageEndpoint endpoint() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (stopped.getCount() > 0) {
                try {
                    return endpoints.createEndpoint(null);
                } catch (UnavailableException e) {
                    if (System.nanoTime() - until > 0) {
                        LOGGER.log(Level.WARNING, "An event is dropped: its listener is not there", e);
                        return null;
                    }
                }
                if (stopped.await(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS)) {
                    return null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }
}
