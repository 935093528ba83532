package org.cofferdam.connector.adapter;

import jakarta.resource.spi.ManagedConnectionMetaData;

/** What the server may want to know of a link. */
final class EngineMetaData implements ManagedConnectionMetaData {

    @Override
    public String getEISProductName() {
        return "Container engine with the Docker Engine API";
    }

    @Override
    public String getEISProductVersion() {
        return "1.24 or newer";
    }

    /** No limit of the engine's. */
    @Override
    public int getMaxConnections() {
        return 0;
    }

    /** Whoever reaches the socket may use it. */
    @Override
    public String getUserName() {
        return "";
    }
}
