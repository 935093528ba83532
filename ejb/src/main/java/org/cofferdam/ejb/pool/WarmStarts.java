package org.cofferdam.ejb.pool;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.ejb.database.Transactions;
import org.cofferdam.persistence.pool.WarmContainer;
import org.cofferdam.persistence.pool.WarmContainerRepository;
import org.cofferdam.persistence.sandbox.Blueprint;

/**
 * Makes, asks and removes single containers of the pool. Whatever ends one first deletes its row: as long as that is there nobody has
 * claimed it, and what a crash leaves behind has none, so the reconciler removes it.
 */
final class WarmStarts {

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final ContainerPlatform platform;
    private final Transactions database;
    private final Duration startTimeout;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    WarmStarts(ContainerPlatform platform, Transactions database, Duration startTimeout) {
        this.platform = platform;
        this.database = database;
        this.startTimeout = startTimeout;
    }

    /** The containers that this server is starting. */
    Set<String> underWay() {
        return Set.copyOf(underWay);
    }

    /** Commits the intent. */
    void begin(WarmContainer container) {
        underWay.add(container.id());
        try {
            database.call(entities -> {
                new WarmContainerRepository(entities).add(container);
                return true;
            });
        } catch (RuntimeException e) {
            underWay.remove(container.id());
            throw e;
        }
    }

    /** Starts the container, waits for its agent and commits that it is ready, or removes it. */
    void finish(WarmContainer container) {
        try {
            launch(container);
            if (!database.call(entities -> new WarmContainerRepository(entities).markReady(container.id()))) {
                remove(name(container)); // nobody wants it any more
            }
        } catch (RuntimeException e) {
            drop(container.id());
            throw e;
        } finally {
            underWay.remove(container.id());
        }
    }

    private void launch(WarmContainer container) {
        Blueprint blueprint = container.blueprint();
        try (ContainerConnection connection = platform.getConnection()) {
            connection.launch(new ContainerSpec(
                    name(container),
                    blueprint.image(),
                    container.agentToken(),
                    blueprint.limits().toResourceLimits(),
                    blueprint.network()));
        }
        await(container, startTimeout);
    }

    /** Asks its agent, as whoever claims it will. */
    void check(WarmContainer container) {
        await(container, ANSWER);
    }

    private void await(WarmContainer container, Duration deadline) {
        try (ContainerConnection connection = platform.getConnection();
                AgentLink link = connection.agent(name(container), container.agentToken())) {
            link.await(deadline);
        }
    }

    /** Takes it out of the pool and removes it, unless it is claimed or gone; tells whether it was there. */
    boolean drop(String id) {
        boolean ours = database.call(entities -> new WarmContainerRepository(entities).remove(id));
        if (ours) {
            remove(new ContainerId(id));
        }
        return ours;
    }

    void remove(ContainerId id) {
        try (ContainerConnection connection = platform.getConnection()) {
            connection.remove(id);
        }
    }

    private static ContainerId name(WarmContainer container) {
        return new ContainerId(container.id());
    }
}
