package org.cofferdam.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A platform for each test, and sandboxes that are removed after it. */
@Timeout(120)
public abstract class PlatformContract {

    static final ResourceLimits LIMITS = new ResourceLimits(500, 256L << 20, 256, null);

    private final List<ContainerId> launched = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    PlatformUnderTest platform;
    ContainerConnection connection;

    protected abstract PlatformUnderTest platform() throws Exception;

    @BeforeEach
    void connect() throws Exception {
        platform = platform();
        connection = platform.connections().getConnection();
    }

    @AfterEach
    void cleanUp() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
        launched.forEach(connection::remove);
        connection.close();
        platform.close();
    }

    ContainerId newId() {
        ContainerId id = new ContainerId("t" + UUID.randomUUID().toString().substring(0, 8));
        launched.add(id);
        return id;
    }

    ContainerSpec spec(ContainerId id, NetworkMode network) {
        return new ContainerSpec(id, platform.image(), "token-" + id, LIMITS, network);
    }

    RunningSandbox launch() {
        return launch(NetworkMode.NONE);
    }

    RunningSandbox launch(NetworkMode network) {
        ContainerId id = newId();
        connection.launch(spec(id, network));
        return link(id);
    }

    /** A new link to a sandbox that was started. */
    RunningSandbox link(ContainerId id) {
        String token = "token-" + id;
        RunningSandbox sandbox = RunningSandbox.await(id, token, connection.agent(id, token));
        open.add(sandbox);
        return sandbox;
    }

    /** Polls until it is so; fails when it is not in time. */
    static void await(String what, Duration deadline, BooleanSupplier condition) {
        long until = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }
}
