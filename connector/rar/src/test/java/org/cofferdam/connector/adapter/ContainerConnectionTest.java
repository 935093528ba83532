package org.cofferdam.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContainerConnectionTest {

    @TempDir
    Path directory;

    private final ContainerResourceAdapter adapter = new ContainerResourceAdapter();
    private final ContainerManagedConnectionFactory factory = new ContainerManagedConnectionFactory();
    private final Events events = new Events();
    private StubEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = new StubEngine(directory.resolve("engine.sock"));
        adapter.setEngineSocket("unix://" + directory.resolve("engine.sock"));
        adapter.start(new ThreadWorkManager());
        factory.setResourceAdapter(adapter);
    }

    @AfterEach
    void stop() throws IOException {
        adapter.stop();
        engine.close();
    }

    private ManagedConnection connect() throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, null);
        connection.addConnectionEventListener(events);
        return connection;
    }

    private static ContainerConnection handle(ManagedConnection connection) throws Exception {
        return (ContainerConnection) connection.getConnection(null, null);
    }

    private static void assertUnavailable(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
    }

    @Test
    void closingAHandleTellsThePoolOnce() throws Exception {
        ManagedConnection connection = connect();
        ContainerConnection handle = handle(connection);
        handle.ping();
        handle.close();
        handle.close();
        assertThat(events.ids).containsExactly(ConnectionEvent.CONNECTION_CLOSED);
        assertThat(events.handles).containsExactly(handle);
        assertThatThrownBy(handle::ping).isInstanceOf(IllegalStateException.class);
        connection.destroy();
    }

    @Test
    void brokenLinkTellsThePoolOnce() throws Exception {
        ManagedConnection connection = connect();
        ContainerConnection handle = handle(connection);
        engine.kill();
        assertUnavailable(handle::ping);
        assertUnavailable(handle::list);
        assertThat(events.ids).containsExactly(ConnectionEvent.CONNECTION_ERROR_OCCURRED);
        assertThat(factory.matchManagedConnections(Set.of(connection), null, null))
                .isNull();
        assertThatThrownBy(() -> connection.getConnection(null, null)).isInstanceOf(Exception.class);
        connection.destroy();
    }

    @Test
    void cleanupInvalidatesEveryHandle() throws Exception {
        ManagedConnection connection = connect();
        ContainerConnection one = handle(connection);
        ContainerConnection two = handle(connection);
        connection.cleanup();
        assertThatThrownBy(one::ping).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(two::ping).isInstanceOf(IllegalStateException.class);
        one.close();
        assertThat(events.ids).isEmpty();
        handle(connection).ping();
        connection.destroy();
    }

    @Test
    void handleMovesToAnotherLink() throws Exception {
        ManagedConnection one = connect();
        ManagedConnection two = factory.createManagedConnection(null, null);
        ContainerConnection handle = handle(one);
        two.associateConnection(handle);
        one.destroy();
        handle.ping();
        handle.close();
        assertThat(events.ids).isEmpty();
        two.destroy();
    }

    @Test
    void restartOfTheEngineIsSurvived() throws Exception {
        ManagedConnection connection = connect();
        ContainerConnection handle = handle(connection);
        handle.ping();
        engine.restart();
        handle.ping();
        assertThat(events.ids).isEmpty();
        connection.destroy();
    }

    @Test
    void engineThatHangsOrIsAwayFailsInBoundedTime() throws Exception {
        ContainerPlatform platform = (ContainerPlatform) factory.createConnectionFactory();
        engine.hangs = true;
        long begun = System.nanoTime();
        assertUnavailable(platform::getConnection);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        engine.kill();
        begun = System.nanoTime();
        assertUnavailable(platform::getConnection);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void connectionsOutsideOfAServerWork() {
        ContainerPlatform platform = (ContainerPlatform) Objects.requireNonNull(factory.createConnectionFactory());
        try (ContainerConnection connection = platform.getConnection()) {
            connection.ping();
        }
    }

    @Test
    void anyUsableLinkMatches() throws Exception {
        ManagedConnection connection = connect();
        assertThat(factory.matchManagedConnections(Set.of(), null, null)).isNull();
        assertThat(factory.matchManagedConnections(Set.of("another's", connection), null, null))
                .isSameAs(connection);
        connection.destroy();
        assertThat(factory.matchManagedConnections(Set.of(connection), null, null))
                .isNull();
    }

    @Test
    void factoriesOfEqualConfigurationAreEqual() throws Exception {
        ContainerResourceAdapter same = new ContainerResourceAdapter();
        same.setEngineSocket(adapter.getEngineSocket());
        ContainerManagedConnectionFactory twin = new ContainerManagedConnectionFactory();
        twin.setResourceAdapter(same);
        assertThat(twin).isEqualTo(factory).hasSameHashCodeAs(factory);
        same.setInstance("another");
        assertThat(twin).isNotEqualTo(factory);
    }

    @Test
    void thereAreNoTransactions() throws Exception {
        ManagedConnection connection = connect();
        assertThatThrownBy(connection::getXAResource).isInstanceOf(NotSupportedException.class);
        assertThatThrownBy(connection::getLocalTransaction).isInstanceOf(NotSupportedException.class);
        connection.destroy();
    }

    @Test
    void wrongConfigurationIsNamed() {
        ContainerResourceAdapter wrong = new ContainerResourceAdapter();
        wrong.setEngineSocket("tcp://somewhere:2375");
        assertThatThrownBy(() -> wrong.start(new ThreadWorkManager()))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("engineSocket");
        wrong.stop();
        new ContainerResourceAdapter().stop();
    }

    private static final class Events implements ConnectionEventListener {

        final List<Integer> ids = new ArrayList<>();
        final List<Object> handles = new ArrayList<>();

        private void note(ConnectionEvent event) {
            ids.add(event.getId());
            handles.add(event.getConnectionHandle());
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            note(event);
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            note(event);
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {}

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {}

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {}
    }
}
