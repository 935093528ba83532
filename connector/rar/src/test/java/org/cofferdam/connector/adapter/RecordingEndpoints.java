package org.cofferdam.connector.adapter;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerEventListener;
import org.jspecify.annotations.Nullable;

/** A message-driven bean that writes down what it hears: events, and the word {@code resync}. */
public final class RecordingEndpoints implements MessageEndpointFactory {

    public final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    final AtomicInteger unavailable = new AtomicInteger();
    final AtomicInteger inUse = new AtomicInteger();
    volatile boolean fails;

    /** What is heard next, or null when nothing is in time. */
    public @Nullable Object next(Duration deadline) throws InterruptedException {
        return heard.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource resource) throws UnavailableException {
        if (unavailable.getAndDecrement() > 0) {
            throw new UnavailableException("Not yet");
        }
        inUse.incrementAndGet();
        return new Endpoint();
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource resource, long timeout) throws UnavailableException {
        return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return false;
    }

    @Override
    public String getActivationName() {
        return "test";
    }

    @Override
    public Class<?> getEndpointClass() {
        return Endpoint.class;
    }

    private final class Endpoint implements MessageEndpoint, ContainerEventListener {

        @Override
        public void onEvent(ContainerEvent event) {
            heard.add(event);
            if (fails) {
                throw new IllegalStateException("as the test wants it");
            }
        }

        @Override
        public void onResync() {
            heard.add("resync");
        }

        @Override
        public void beforeDelivery(Method method) {}

        @Override
        public void afterDelivery() {}

        @Override
        public void release() {
            inUse.decrementAndGet();
        }
    }
}
