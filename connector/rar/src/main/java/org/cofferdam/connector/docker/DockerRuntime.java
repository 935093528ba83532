package org.cofferdam.connector.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.connector.agent.Deadlines;
import org.cofferdam.connector.agent.SocketAgentLink;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/**
 * One link to a container engine, with the operations of {@link org.cofferdam.connector.ContainerConnection}. What the engine refuses is
 * fine when the container already is as it was to become.
 */
public final class DockerRuntime implements AutoCloseable {

    private static final Duration PING = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration CREATE = Duration.ofSeconds(60);

    private final Engine engine;
    private final ContainerNames names;
    private final ContainerRecipe recipe;
    private final ImagePull images;
    private final OomRecord oom;
    private final ContainerStarts starts;
    private final Deadlines deadlines;

    DockerRuntime(DockerSettings settings, Engine engine, OomRecord oom, ContainerStarts starts, Deadlines deadlines) {
        this.engine = engine;
        this.names = new ContainerNames(settings);
        this.recipe = new ContainerRecipe(settings, names);
        this.images = new ImagePull(engine);
        this.oom = oom;
        this.starts = starts;
        this.deadlines = deadlines;
    }

    /** Creating may take long on a slow disk; of an engine that hangs, the ping before it tells soon. */
    public void launch(ContainerSpec spec) {
        ping();
        runDirectory(spec.id()).create();
        create(spec);
        start(spec.id());
    }

    private void create(ContainerSpec spec) {
        try {
            tryToCreate(spec);
        } catch (DockerException e) {
            if (!EngineRefusal.isMissingImage(e) || !images.pull(spec.image())) {
                throw refusedCreation(spec, e);
            }
            try {
                tryToCreate(spec);
            } catch (DockerException again) {
                throw refusedCreation(spec, again);
            }
        }
    }

    private void tryToCreate(ContainerSpec spec) {
        try {
            engine.call(CREATE, client -> recipe.create(client, spec).exec());
        } catch (DockerException e) {
            if (!EngineRefusal.isNameTaken(e)) {
                throw e;
            }
        }
    }

    private static SandboxException refusedCreation(ContainerSpec spec, DockerException e) {
        if (EngineRefusal.isMissingImage(e)) {
            return ImagePull.missing(spec.image(), e);
        }
        return EngineRefusal.error("create container " + spec.id(), e);
    }

    public void start(ContainerId id) {
        runDirectory(id).create();
        oom.forget(id);
        starts.starting(id);
        try {
            act(client -> client.startContainerCmd(names.name(id)).exec());
        } catch (DockerException e) {
            throw EngineRefusal.error("start container " + id, e);
        }
    }

    public void stop(ContainerId id) {
        try {
            act(client -> client.stopContainerCmd(names.name(id)).withTimeout(0).exec());
        } catch (DockerException e) {
            switch (find(id).map(ContainerInfo::status).orElse(ContainerStatus.STOPPED)) {
                case STOPPED -> {}
                case PAUSED -> { // Podman does not stop what is frozen
                    resume(id);
                    stop(id);
                }
                case RUNNING -> throw EngineRefusal.error("stop container " + id, e);
            }
        }
    }

    public void pause(ContainerId id) {
        try {
            act(client -> client.pauseContainerCmd(names.name(id)).exec());
        } catch (DockerException e) {
            if (!is(id, ContainerStatus.PAUSED)) {
                throw EngineRefusal.error("pause container " + id, e);
            }
        }
    }

    public void resume(ContainerId id) {
        try {
            act(client -> client.unpauseContainerCmd(names.name(id)).exec());
        } catch (DockerException e) {
            if (!is(id, ContainerStatus.RUNNING)) {
                throw EngineRefusal.error("resume container " + id, e);
            }
        }
    }

    public void remove(ContainerId id) {
        stop(id); // removing by force lets Podman 5 wait for a process that ignores TERM
        try {
            act(client -> client.removeContainerCmd(names.name(id))
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (DockerException e) {
            if (find(id).isPresent()) {
                throw EngineRefusal.error("remove container " + id, e);
            }
        }
        oom.forget(id);
        starts.forget(id);
        runDirectory(id).delete();
    }

    /** @throws DockerException when the engine refuses for another reason than that there is nothing to do */
    private void act(Consumer<DockerClient> action) {
        try {
            engine.call(CALL, client -> {
                action.accept(client);
                return true;
            });
        } catch (NotModifiedException e) {
            // it is so already
            return;
        }
    }

    private boolean is(ContainerId id, ContainerStatus status) {
        return find(id).filter(found -> found.status() == status).isPresent();
    }

    public Optional<ContainerInfo> find(ContainerId id) {
        return inspect(id).map(state -> new ContainerInfo(id, status(state), oomKilled(id, state)));
    }

    private Optional<ContainerState> inspect(ContainerId id) {
        try {
            return Optional.of(engine.call(
                            CALL,
                            client -> client.inspectContainerCmd(names.name(id)).exec())
                    .getState());
        } catch (DockerException e) {
            if (EngineRefusal.isMissingContainer(e)) {
                return Optional.empty();
            }
            throw EngineRefusal.error("look for container " + id, e);
        }
    }

    private boolean oomKilled(ContainerId id, ContainerState state) {
        if (Boolean.TRUE.equals(state.getOOMKilled())) {
            return true;
        }
        String finishedAt = state.getFinishedAt();
        return status(state) == ContainerStatus.STOPPED
                && finishedAt != null
                && oom.ended(id, OffsetDateTime.parse(finishedAt).toInstant());
    }

    /** The memory cgroup of a running container, where cgroups are of version 1. */
    Optional<MemoryCgroup> memoryCgroup(ContainerId id) {
        if (!MemoryCgroup.isSupported()) {
            return Optional.empty();
        }
        return inspect(id)
                .map(ContainerState::getPidLong)
                .filter(pid -> pid > 0)
                .flatMap(MemoryCgroup::of);
    }

    private static ContainerStatus status(ContainerState state) {
        if (Boolean.TRUE.equals(state.getPaused())) {
            return ContainerStatus.PAUSED;
        }
        return Boolean.TRUE.equals(state.getRunning()) ? ContainerStatus.RUNNING : ContainerStatus.STOPPED;
    }

    public List<ContainerInfo> list() {
        try {
            List<Container> containers = engine.call(
                    CALL,
                    client -> client.listContainersCmd()
                            .withShowAll(true)
                            .withLabelFilter(List.of(names.instanceLabel()))
                            .exec());
            return containers.stream().flatMap(this::info).toList();
        } catch (DockerException e) {
            throw EngineRefusal.error("list the containers", e);
        }
    }

    private Stream<ContainerInfo> info(Container container) {
        ContainerStatus status = switch (container.getState()) {
            case "running" -> ContainerStatus.RUNNING;
            case "paused" -> ContainerStatus.PAUSED;
            default -> ContainerStatus.STOPPED;
        };
        return names.container(container.getLabels()).map(id -> new ContainerInfo(id, status, false)).stream();
    }

    public AgentLink agent(ContainerId id, String token) {
        return new SocketAgentLink(
                UnixDomainSocketAddress.of(runDirectory(id).socket()), token, deadlines, () -> starts.obstacle(id));
    }

    private RunDirectory runDirectory(ContainerId id) {
        return new RunDirectory(names.runDirectory(id));
    }

    public void ping() {
        try {
            engine.call(PING, client -> client.pingCmd().exec());
        } catch (DockerException e) {
            throw new SandboxException(ErrorCode.RUNTIME_UNAVAILABLE, "The container engine is not well", e);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
