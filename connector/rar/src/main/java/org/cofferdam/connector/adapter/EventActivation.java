package org.cofferdam.connector.adapter;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.List;
import org.cofferdam.connector.docker.DockerPlatform;
import org.cofferdam.connector.docker.Watch;

/** What runs for one message-driven bean. */
final class EventActivation {

    private final EndpointDelivery delivery;
    private final List<Watch> watches;

    EventActivation(DockerPlatform platform, MessageEndpointFactory endpoints) {
        this.delivery = new EndpointDelivery(endpoints);
        this.watches = platform.watches(delivery);
    }

    void start(WorkManager threads) throws WorkException {
        for (Watch watch : watches) {
            threads.scheduleWork(new WatchWork(watch));
        }
    }

    /** Ends it soon; nothing is delivered any more once this returns, but what is being delivered already. */
    void stop() {
        delivery.stop();
        watches.forEach(Watch::stop);
    }
}
