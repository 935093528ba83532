package org.cofferdam.connector.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Makes links to the engine that its adapter is configured with; has no configuration of its own. */
@ConnectionDefinition(
        connectionFactory = ContainerPlatform.class,
        connectionFactoryImpl = PooledContainerPlatform.class,
        connection = ContainerConnection.class,
        connectionImpl = ContainerHandle.class)
public class ContainerManagedConnectionFactory implements ManagedConnectionFactory, ResourceAdapterAssociation {

    private static final long serialVersionUID = 1L;

    private transient @Nullable ContainerResourceAdapter adapter;
    private transient @Nullable PrintWriter logWriter;

    @Override
    public Object createConnectionFactory(ConnectionManager connections) {
        return new PooledContainerPlatform(this, connections);
    }

    /** For use outside of a server: each connection is a link of its own. */
    @Override
    public Object createConnectionFactory() {
        return createConnectionFactory(new UnpooledConnections());
    }

    @Override
    public ManagedConnection createManagedConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        ContainerResourceAdapter associated = adapter;
        if (associated == null) {
            throw new IllegalStateException("The factory belongs to no adapter");
        }
        try {
            return new ContainerManagedConnection(associated.platform().connect());
        } catch (SandboxException e) {
            throw new ResourceException(e.detail(), e);
        }
    }

    /** Any link will do, for all are alike. */
    @Override
    public @Nullable ManagedConnection matchManagedConnections(
            @SuppressWarnings("rawtypes") Set candidates,
            @Nullable Subject subject,
            @Nullable ConnectionRequestInfo request) {
        for (Object candidate : candidates) {
            if (candidate instanceof ContainerManagedConnection connection && connection.isUsable()) {
                return connection;
            }
        }
        return null;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter newAdapter) throws ResourceException {
        if (adapter != null) {
            throw new IllegalStateException("The factory belongs to an adapter already");
        }
        adapter = (ContainerResourceAdapter) newAdapter;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContainerManagedConnectionFactory factory && Objects.equals(adapter, factory.adapter);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(adapter);
    }
}
