package org.cofferdam.persistence.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cofferdam.persistence.TestDatabase;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.cofferdam.persistence.TestDatabase#all")
@Timeout(60)
class OwnerRepositoryTest {

    private static final SandboxId ID = new SandboxId("box");

    private final TestDatabase database;

    OwnerRepositoryTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void twoServers() {
        database.clear();
        beat("a");
        beat("b");
    }

    private void beat(String server) {
        database.run(entities -> new ServerRepository(entities).beat(server));
    }

    private void die(String server) {
        database.run(entities -> entities.createNativeQuery(
                        "update server_node set alive_until = current_timestamp - interval '1' second where id = :server")
                .setParameter("server", server)
                .executeUpdate());
    }

    private boolean take(String server) {
        return database.call(entities -> new OwnerRepository(entities).take(ID, server));
    }

    private boolean holds(String server) {
        return database.call(entities -> new OwnerRepository(entities).hold(ID, server));
    }

    @Test
    void oneServerAtATime() {
        assertThat(take("a")).isTrue();
        assertThat(take("a")).isTrue();
        assertThat(take("b")).isFalse();
        assertThat(holds("a")).isTrue();
        assertThat(holds("b")).isFalse();
        database.run(entities -> new OwnerRepository(entities).release(ID, "b"));
        assertThat(holds("a")).isTrue();
        database.run(entities -> new OwnerRepository(entities).release(ID, "a"));
        assertThat(take("b")).isTrue();
    }

    @Test
    void whatADeadServerOwnedIsTakenOverAndItsOwnerFindsOut() {
        take("a");
        die("a");
        assertThat(holds("a")).isTrue();
        assertThat(take("b")).isTrue();
        beat("a");
        assertThat(holds("a")).isFalse();
        assertThat(take("a")).isFalse();
    }

    @Test
    void ofManyThatTryAtOnceOneBecomesOwner() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                List<Future<Boolean>> tries = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String server = "s" + i;
                    beat(server);
                    tries.add(threads.submit(() -> take(server)));
                }
                int owners = 0;
                for (Future<Boolean> one : tries) {
                    owners += one.get() ? 1 : 0;
                }
                assertThat(owners).isEqualTo(1);
                for (int i = 0; i < 8; i++) {
                    die("s" + i); // the next round takes over what a dead one owned
                }
            }
        }
    }

    @Test
    void serverThatLivedLongestLeads() {
        assertThat(alive()).containsExactly("a", "b");
        die("a");
        assertThat(alive()).containsExactly("b");
        take("a");
        database.run(entities -> new ServerRepository(entities).forgetDead());
        assertThat(holds("a")).isFalse();
        database.run(entities -> new ServerRepository(entities).leave("b"));
        assertThat(alive()).isEmpty();
    }

    private List<String> alive() {
        return database.call(entities -> List.copyOf(new ServerRepository(entities).alive()));
    }
}
