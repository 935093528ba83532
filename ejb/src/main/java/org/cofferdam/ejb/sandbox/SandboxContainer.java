package org.cofferdam.ejb.sandbox;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.ejb.template.SandboxSettings;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;

/** The container of one sandbox and the way to its agent; every method calls the platform, so none is called in a transaction. */
final class SandboxContainer {

    private static final System.Logger LOG = System.getLogger(SandboxContainer.class.getName());

    static final String LOST = "Its container is gone, and its files with it";

    private static final Duration CALL_DEADLINE = Duration.ofSeconds(10);

    /** One that waited was asked seconds ago. */
    private static final Duration GREETING_DEADLINE = Duration.ofSeconds(2);

    /** An agent that ran already answers at once, but for a machine under load its processes must not pay. */
    private static final int RELINK_ATTEMPTS = 10;

    private static final Duration RELINK_DEADLINE = Duration.ofSeconds(2);

    private final ContainerPlatform platform;
    private final SandboxSettings settings;

    SandboxContainer(ContainerPlatform platform, SandboxSettings settings) {
        this.platform = platform;
        this.settings = settings;
    }

    Optional<ContainerInfo> find(ContainerId id) {
        try (ContainerConnection connection = platform.getConnection()) {
            return connection.find(id);
        }
    }

    void stop(Sandbox sandbox) {
        use(connection -> connection.stop(id(sandbox)));
    }

    void pause(Sandbox sandbox) {
        use(connection -> connection.pause(id(sandbox)));
    }

    void resume(Sandbox sandbox) {
        use(connection -> connection.resume(id(sandbox)));
    }

    void remove(ContainerId id) {
        use(connection -> connection.remove(id));
    }

    static ContainerId id(Sandbox sandbox) {
        return new ContainerId(sandbox.container());
    }

    private void use(Consumer<ContainerConnection> work) {
        try (ContainerConnection connection = platform.getConnection()) {
            work.accept(connection);
        }
    }

    /** A frozen agent does not answer. */
    private static void thaw(ContainerConnection connection, ContainerId id) {
        if (connection
                .find(id)
                .filter(it -> it.status() == ContainerStatus.PAUSED)
                .isPresent()) {
            connection.resume(id);
        }
    }

    /**
     * Makes the container if the sandbox never ran, starts it if it does not run, and waits for its agent. Of a container that waited for
     * the sandbox only the agent is asked; if that does not answer, it is made or started as any other.
     *
     * @throws SandboxException {@code sandbox-failed} when it ran before and its container is gone; of the platform; {@code start-timeout}
     */
    AgentLink start(Sandbox sandbox) {
        return sandbox.adopting() ? greet(sandbox).orElseGet(() -> launch(sandbox)) : launch(sandbox);
    }

    private Optional<AgentLink> greet(Sandbox sandbox) {
        AgentLink link;
        try (ContainerConnection connection = platform.getConnection()) {
            link = connection.agent(id(sandbox), sandbox.agentToken());
        }
        try {
            return Optional.of(welcome(link, sandbox, GREETING_DEADLINE));
        } catch (SandboxException e) {
            LOG.log(WARNING, "Sandbox {0}: container {1} waited for it and is silent", sandbox.id(), id(sandbox));
            return Optional.empty();
        }
    }

    private AgentLink launch(Sandbox sandbox) {
        AgentLink link;
        try (ContainerConnection connection = platform.getConnection()) {
            if (sandbox.launched()) {
                startAgain(connection, id(sandbox));
            } else {
                connection.launch(new ContainerSpec(
                        id(sandbox), sandbox.image(), sandbox.agentToken(), sandbox.limits(), sandbox.network()));
            }
            link = connection.agent(id(sandbox), sandbox.agentToken());
        }
        return welcome(link, sandbox, settings.startTimeout());
    }

    private static void startAgain(ContainerConnection connection, ContainerId id) {
        ContainerInfo container = connection
                .find(id)
                .orElseThrow(() -> new SandboxException(
                        ErrorCode.SANDBOX_FAILED, LOST, "POST wake makes a new one, with new files.", null));
        switch (container.status()) {
            case STOPPED -> connection.start(id);
            case PAUSED -> connection.resume(id);
            case RUNNING -> {}
        }
    }

    /**
     * Finds the agent of a container that runs.
     *
     * @throws SandboxException of the platform; {@code start-timeout} when the agent does not answer, soon when the container has ended
     */
    AgentLink relink(Sandbox sandbox) {
        for (int attempt = 1; ; attempt++) {
            AgentLink link;
            try (ContainerConnection connection = platform.getConnection()) {
                thaw(connection, id(sandbox));
                link = connection.agent(id(sandbox), sandbox.agentToken());
            }
            try {
                return welcome(link, sandbox, RELINK_DEADLINE);
            } catch (SandboxException e) {
                if (attempt == RELINK_ATTEMPTS || !agentSilent(e) || !runs(sandbox)) {
                    throw e;
                }
            }
        }
    }

    private boolean runs(Sandbox sandbox) {
        return find(id(sandbox))
                .filter(it -> it.status() != ContainerStatus.STOPPED)
                .isPresent();
    }

    /** Whether the container was started, and only its agent keeps silent. */
    static boolean agentSilent(SandboxException e) {
        return e.code() == ErrorCode.START_TIMEOUT || e.code() == ErrorCode.AGENT_LOST;
    }

    private AgentLink welcome(AgentLink link, Sandbox sandbox, Duration deadline) {
        try {
            link.await(deadline);
            configure(link, sandbox);
            return link;
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /** Tells the agent the environment; also one that has settings, for they may be older. */
    void configure(AgentLink link, Sandbox sandbox) {
        link.call(Operation.CONFIGURE, settings.forAgent(sandbox.env()), Done.class, CALL_DEADLINE);
    }
}
