package org.cofferdam.persistence.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cofferdam.persistence.TestDatabase;
import org.cofferdam.persistence.sandbox.Blueprint;
import org.cofferdam.persistence.sandbox.Limits;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.template.TemplateId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.cofferdam.persistence.TestDatabase#all")
@Timeout(60)
class WarmContainerRepositoryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Limits LIMITS = new Limits(1000, 1L << 30, 512, null);
    private static final Blueprint BLUEPRINT = new Blueprint("image", NetworkMode.OUTSIDE, LIMITS);

    private final TestDatabase database;

    WarmContainerRepositoryTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    private String add(boolean ready) {
        WarmContainer container = WarmContainer.create(TemplateId.DEFAULT, BLUEPRINT, "server", NOW);
        database.run(entities -> {
            WarmContainerRepository pool = new WarmContainerRepository(entities);
            pool.add(container);
            if (ready) {
                pool.markReady(container.id());
            }
        });
        return container.id();
    }

    private Optional<String> claim(Blueprint blueprint) {
        return database.call(entities -> new WarmContainerRepository(entities).claim(blueprint))
                .map(WarmContainer::id);
    }

    @Test
    void oneThatIsReadyIsClaimedOnce() {
        String id = add(true);
        assertThat(claim(BLUEPRINT)).contains(id);
        assertThat(claim(BLUEPRINT)).isEmpty();
    }

    @Test
    void oneThatStartsIsNotClaimed() {
        String id = add(false);
        assertThat(claim(BLUEPRINT)).isEmpty();
        assertThat(database.<Boolean>call(entities -> new WarmContainerRepository(entities).markReady(id)))
                .isTrue();
        assertThat(claim(BLUEPRINT)).contains(id);
        assertThat(database.<Boolean>call(entities -> new WarmContainerRepository(entities).markReady(id)))
                .isFalse();
    }

    @Test
    void oneThatIsMadeOtherwiseIsNotClaimed() {
        add(true);
        Stream.of(
                        new Blueprint("other", NetworkMode.OUTSIDE, LIMITS),
                        new Blueprint("image", NetworkMode.NONE, LIMITS),
                        new Blueprint("image", NetworkMode.OUTSIDE, new Limits(999, 1L << 30, 512, null)),
                        new Blueprint("image", NetworkMode.OUTSIDE, new Limits(1000, 1L << 29, 512, null)),
                        new Blueprint("image", NetworkMode.OUTSIDE, new Limits(1000, 1L << 30, 511, null)),
                        new Blueprint("image", NetworkMode.OUTSIDE, new Limits(1000, 1L << 30, 512, 1L << 30)))
                .forEach(other -> assertThat(claim(other)).isEmpty());
    }

    @Test
    void ofManyWhoClaimAtOnceEachGetsAnother() throws Exception {
        List<String> waiting = Stream.generate(() -> add(true)).limit(20).toList();
        List<String> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<String>>> claims = Stream.generate(() -> threads.submit(() -> claim(BLUEPRINT)))
                    .limit(20)
                    .toList();
            for (Future<Optional<String>> claim : claims) {
                claim.get().ifPresent(claimed::add);
            }
        }
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(waiting);
    }
}
