package org.cofferdam.ejb.sandbox;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.persistence.sandbox.SandboxRepository;
import org.cofferdam.protocol.sandbox.SandboxId;

/** Puts idle sandboxes to sleep, and notes in the database, many at a time, which ones were used. */
@Singleton
@DependsOn({"SandboxDirectory", "Database"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SandboxUpkeep {

    private static final int BATCH = 1000;

    @Inject
    private SandboxDirectory directory;

    @Inject
    private Database database;

    @Inject
    private Background background;

    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    private final Set<SandboxId> fallingAsleep = ConcurrentHashMap.newKeySet();

    /** Looks in memory only; who has time to sleep is asked once more when its turn comes. */
    @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
    public void sleepIdle() {
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

    /** One statement for all. */
    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void noteUse() {
        Instant now = clock.instant();
        List<SandboxId> used = takeUsed();
        if (!used.isEmpty()) {
            background.run("Noting the use of sandboxes", () -> store(used, now));
        }
    }

    @PreDestroy
    void noteLastUse() {
        store(takeUsed(), clock.instant());
    }

    private List<SandboxId> takeUsed() {
        return directory.allLive().stream()
                .filter(LiveSandbox::takeUsed)
                .map(LiveSandbox::id)
                .toList();
    }

    private void store(List<SandboxId> used, Instant now) {
        for (int from = 0; from < used.size(); from += BATCH) {
            List<SandboxId> batch = used.subList(from, Math.min(from + BATCH, used.size()));
            database.run(entities -> new SandboxRepository(entities).touch(batch, now));
        }
    }
}
