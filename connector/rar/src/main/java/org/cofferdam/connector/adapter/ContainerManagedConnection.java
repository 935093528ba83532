package org.cofferdam.connector.adapter;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.cofferdam.connector.docker.DockerRuntime;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** One link to the engine. When it breaks it tells the pool once, and is used no more. */
final class ContainerManagedConnection implements ManagedConnection {

    private final DockerRuntime runtime;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<ContainerHandle> handles = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile boolean destroyed;
    private @Nullable PrintWriter logWriter;

    ContainerManagedConnection(DockerRuntime runtime) {
        this.runtime = runtime;
    }

    boolean isUsable() {
        return !destroyed && !broken.get();
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (!isUsable()) {
            throw new IllegalStateException("The connection is destroyed or broken");
        }
        ContainerHandle handle = new ContainerHandle(this);
        handles.add(handle);
        return handle;
    }

    @Override
    public void associateConnection(Object connection) {
        ContainerHandle handle = (ContainerHandle) connection;
        handle.moveTo(this);
        handles.add(handle);
    }

    /** Leaves the link to another, who calls {@link #associateConnection}. */
    void dissociate(ContainerHandle handle) {
        handles.remove(handle);
    }

    DockerRuntime runtime() {
        return runtime;
    }

    void closed(ContainerHandle handle) {
        if (handles.remove(handle)) {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
            event.setConnectionHandle(handle);
            listeners.forEach(listener -> listener.connectionClosed(event));
        }
    }

    void failed(ContainerHandle handle, SandboxException failure) {
        if (failure.code() == ErrorCode.RUNTIME_UNAVAILABLE && broken.compareAndSet(false, true)) {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, failure);
            event.setConnectionHandle(handle);
            listeners.forEach(listener -> listener.connectionErrorOccurred(event));
        }
    }

    @Override
    public void cleanup() {
        handles.forEach(ContainerHandle::invalidate);
        handles.clear();
    }

    @Override
    public void destroy() {
        destroyed = true;
        cleanup();
        runtime.close();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws ResourceException {
        throw new NotSupportedException("A container engine has no transactions");
    }

    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        throw new NotSupportedException("A container engine has no transactions");
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return new EngineMetaData();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        logWriter = writer;
    }
}
