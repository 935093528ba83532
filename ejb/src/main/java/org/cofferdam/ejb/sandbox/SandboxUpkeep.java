package org.cofferdam.ejb.sandbox;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cofferdam.ejb.background.Background;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.persistence.sandbox.SandboxRepository;
import org.cofferdam.protocol.sandbox.SandboxId;

/** Puts idle sandboxes to sleep, and notes in the database, many at a time, which ones were used. */
@Singleton
@Startup
@DependsOn({"SchemaUpdate", "SandboxDirectory", "Database", "Background"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SandboxUpkeep {

    /** By when the row tells of a use through any server: two times of noting, and something to spare. */
    static final Duration USE_IS_NOTED_WITHIN = Duration.ofSeconds(25);

    private static final int BATCH = 1000;

    @Inject
    private SandboxDirectory directory;

    @Inject
    private Database database;

    @Inject
    private Background background;

    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    private final Set<SandboxId> fallingAsleep = ConcurrentHashMap.newKeySet();

    @PostConstruct
    void start() {
        background.every(Duration.ofSeconds(2), "Looking for idle sandboxes", this::sleepIdle);
        background.every(Duration.ofSeconds(10), "Noting the use of sandboxes", this::noteUse);
    }

    /** Looks in memory only; who has time to sleep is asked once more when its turn comes. */
    private void sleepIdle() {
        directory.allLive().stream()
                .filter(LiveSandbox::idle)
                .map(LiveSandbox::id)
                .forEach(this::sleepSoon);
    }

    private void sleepSoon(SandboxId id) {
        if (fallingAsleep.add(id)) {
            background.run("Falling asleep of sandbox " + id, () -> {
                fallingAsleep.remove(id);
                directory.run(id, SandboxBean::sleepIfIdle);
            });
        }
    }

    /** One statement for many; those that come to their end with the server are noted then. */
    @PreDestroy
    void noteUse() {
        Instant now = clock.instant();
        List<SandboxId> used = takeUsed();
        for (int from = 0; from < used.size(); from += BATCH) {
            List<SandboxId> batch = used.subList(from, Math.min(from + BATCH, used.size()));
            database.run(entities -> new SandboxRepository(entities).touch(batch, now));
        }
    }

    private List<SandboxId> takeUsed() {
        return directory.allLive().stream()
                .filter(LiveSandbox::takeUsed)
                .map(LiveSandbox::id)
                .toList();
    }
}
