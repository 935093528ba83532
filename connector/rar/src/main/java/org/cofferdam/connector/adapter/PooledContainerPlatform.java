package org.cofferdam.connector.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import javax.naming.Reference;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** The connection factory: hands out what the server's pool has. */
public class PooledContainerPlatform implements ContainerPlatform {

    private static final long serialVersionUID = 1L;

    private final ContainerManagedConnectionFactory factory;
    private final ConnectionManager connections;
    private transient @Nullable Reference reference;

    PooledContainerPlatform(ContainerManagedConnectionFactory factory, ConnectionManager connections) {
        this.factory = factory;
        this.connections = connections;
    }

    @Override
    public ContainerConnection getConnection() {
        try {
            return (ContainerConnection) connections.allocateConnection(factory, null);
        } catch (ResourceException e) {
            throw translated(e);
        }
    }

    /** What we threw ourselves on the way through the pool, or else the pool had none. */
    private static SandboxException translated(ResourceException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SandboxException ours) {
                return new SandboxException(ours.code(), ours.detail(), ours.hint(), e);
            }
        }
        return new SandboxException(
                ErrorCode.RUNTIME_UNAVAILABLE, "No connection to the container platform is free", e);
    }

    @Override
    public @Nullable Reference getReference() {
        return reference;
    }

    @Override
    public void setReference(Reference newReference) {
        reference = newReference;
    }
}
