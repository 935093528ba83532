package org.cofferdam.connector.adapter;

import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import org.cofferdam.connector.ContainerEventListener;
import org.jspecify.annotations.Nullable;

/** Asks for the events of all our containers; there is nothing to choose. */
@Activation(messageListeners = ContainerEventListener.class)
public class ContainerEventActivationSpec implements ActivationSpec {

    private @Nullable ResourceAdapter resourceAdapter;

    /** Nothing can be wrong. */
    @Override
    public void validate() {}

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {
        this.resourceAdapter = adapter;
    }
}
