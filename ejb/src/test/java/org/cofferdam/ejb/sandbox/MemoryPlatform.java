package org.cofferdam.ejb.sandbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.Reference;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** A container platform that keeps its containers in memory, and fails when it is told to. The real one is tested in containers. */
final class MemoryPlatform implements ContainerPlatform, ContainerConnection {

    /** A container. */
    static final class Container {
        ContainerStatus status = ContainerStatus.RUNNING;
        int boots = 1;
        int configured;
        boolean oomKilled;
    }

    final Map<ContainerId, Container> containers = new HashMap<>();
    final Set<String> calls = new HashSet<>();
    boolean away;
    boolean agentsSilent;

    @Nullable String failing;

    void check(String call) {
        calls.add(call);
        if (away) {
            throw new SandboxException(ErrorCode.RUNTIME_UNAVAILABLE, "The platform is away");
        }
        if (call.equals(failing)) {
            throw new SandboxException(ErrorCode.RUNTIME_ERROR, "The platform refuses to " + call);
        }
    }

    private Container require(ContainerId id) {
        return Optional.ofNullable(containers.get(id))
                .orElseThrow(() -> new SandboxException(ErrorCode.RUNTIME_ERROR, "No such container"));
    }

    @Override
    public ContainerConnection getConnection() {
        check("connect");
        return this;
    }

    @Override
    public void launch(ContainerSpec spec) {
        check("launch");
        if (spec.image().equals("missing")) {
            throw new SandboxException(ErrorCode.IMAGE_NOT_FOUND, "No such image");
        }
        if (containers.containsKey(spec.id())) {
            start(spec.id());
        } else {
            containers.put(spec.id(), new Container());
        }
    }

    @Override
    public void start(ContainerId id) {
        check("start");
        Container container = require(id);
        if (container.status == ContainerStatus.STOPPED) {
            container.status = ContainerStatus.RUNNING;
            container.boots++;
        }
    }

    @Override
    public void stop(ContainerId id) {
        check("stop");
        if (containers.containsKey(id)) {
            require(id).status = ContainerStatus.STOPPED;
        }
    }

    @Override
    public void pause(ContainerId id) {
        check("pause");
        require(id).status = ContainerStatus.PAUSED;
    }

    @Override
    public void resume(ContainerId id) {
        check("resume");
        require(id).status = ContainerStatus.RUNNING;
    }

    @Override
    public void remove(ContainerId id) {
        check("remove");
        containers.remove(id);
    }

    @Override
    public Optional<ContainerInfo> find(ContainerId id) {
        check("find");
        return Optional.ofNullable(containers.get(id)).map(it -> new ContainerInfo(id, it.status, it.oomKilled));
    }

    @Override
    public List<ContainerInfo> list() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AgentLink agent(ContainerId id, String token) {
        Container none = new Container();
        none.status = ContainerStatus.STOPPED;
        return new MemoryAgent(this, containers.getOrDefault(id, none));
    }

    @Override
    public void ping() {
        check("ping");
    }

    @Override
    public void close() {}

    @Override
    public void setReference(Reference reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Reference getReference() {
        throw new UnsupportedOperationException();
    }
}
