package org.cofferdam.connector.adapter;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.connector.docker.DockerRuntime;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** What an application holds of a link, until it closes it or the pool takes it back. */
final class ContainerHandle implements ContainerConnection {

    private final AtomicReference<@Nullable ContainerManagedConnection> link = new AtomicReference<>();

    ContainerHandle(ContainerManagedConnection connection) {
        link.set(connection);
    }

    void moveTo(ContainerManagedConnection connection) {
        ContainerManagedConnection before = link.getAndSet(connection);
        if (before != null) {
            before.dissociate(this);
        }
    }

    void invalidate() {
        link.set(null);
    }

    @Override
    public void launch(ContainerSpec spec) {
        act(runtime -> runtime.launch(spec));
    }

    @Override
    public void start(ContainerId id) {
        act(runtime -> runtime.start(id));
    }

    @Override
    public void stop(ContainerId id) {
        act(runtime -> runtime.stop(id));
    }

    @Override
    public void pause(ContainerId id) {
        act(runtime -> runtime.pause(id));
    }

    @Override
    public void resume(ContainerId id) {
        act(runtime -> runtime.resume(id));
    }

    @Override
    public void remove(ContainerId id) {
        act(runtime -> runtime.remove(id));
    }

    @Override
    public Optional<ContainerInfo> find(ContainerId id) {
        return ask(runtime -> runtime.find(id));
    }

    @Override
    public List<ContainerInfo> list() {
        return ask(DockerRuntime::list);
    }

    @Override
    public AgentLink agent(ContainerId id, String token) {
        return ask(runtime -> runtime.agent(id, token));
    }

    @Override
    public void ping() {
        act(DockerRuntime::ping);
    }

    private void act(Consumer<DockerRuntime> action) {
        ask(runtime -> {
            action.accept(runtime);
            return true;
        });
    }

    private <T> T ask(Function<DockerRuntime, T> question) {
        ContainerManagedConnection connection = link.get();
        if (connection == null) {
            throw new IllegalStateException("The connection is closed");
        }
        try {
            return question.apply(connection.runtime());
        } catch (SandboxException e) {
            connection.failed(this, e);
            throw e;
        }
    }

    @Override
    public void close() {
        ContainerManagedConnection connection = link.getAndSet(null);
        if (connection != null) {
            connection.closed(this);
        }
    }
}
